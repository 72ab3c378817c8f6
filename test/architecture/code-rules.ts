import ts from 'typescript';
import { findAll, placeOf, type SourceFile, walk } from './source-files.js';

/** `process.env`, however it is written. */
export function findEnvironmentReads(file: SourceFile): string[] {
  const accesses = findAll(file, ts.isPropertyAccessExpression).filter(({ name }) => name.text === 'env');
  const elements = findAll(file, ts.isElementAccessExpression).filter(({ argumentExpression }) =>
    isText(argumentExpression, 'env'),
  );
  const reads = [...accesses, ...elements].filter(({ expression }) =>
    /^(globalThis\.)?process$/.test(expression.getText(file.ast)),
  );
  const bindings = findAll(file, ts.isBindingElement).filter(
    ({ name, parent }) => name.getText(file.ast) === 'env' && parent.parent.getText(file.ast).endsWith('= process'),
  );
  const imports = findAll(file, ts.isImportDeclaration).filter(({ moduleSpecifier }) =>
    /^['"](node:)?process['"]$/.test(moduleSpecifier.getText(file.ast)),
  );
  return [...reads, ...bindings, ...imports].map((node) => placeOf(file, node));
}

/** The machine's clock and its dice. `performance.now()` measures how long something took and may. */
export function findUntestableReads(file: SourceFile): string[] {
  const calls = findAll(file, ts.isCallExpression).filter(({ expression }) =>
    /^(Date\.now|Date|Math\.random)$/.test(expression.getText(file.ast)),
  );
  const dates = findAll(file, ts.isNewExpression).filter(
    ({ expression, arguments: given }) => expression.getText(file.ast) === 'Date' && (given?.length ?? 0) === 0,
  );
  return [...calls, ...dates].map((node) => placeOf(file, node));
}

/** The global `fetch`: it follows redirects and reaches private addresses. */
export function findGlobalFetch(file: SourceFile): string[] {
  return findAll(file, ts.isCallExpression)
    .filter(({ expression }) => /^(globalThis\.)?fetch$/.test(expression.getText(file.ast)))
    .map((node) => placeOf(file, node));
}

const SECRET = /(secret|token|password|signature|hmac|digest|ticket|passwordHash)$/i;

/**
 * Secrets compared by `===`, whose time tells how much was guessed right. A heuristic by name; a comparison with a constant, and of
 * two stored hashes with each other, tells nothing.
 */
export function findSecretComparisons(file: SourceFile): string[] {
  return findAll(file, ts.isBinaryExpression)
    .filter(({ operatorToken }) => EQUALITIES.has(operatorToken.kind))
    .filter(({ left, right }) => {
      const sides = [left, right];
      const isGuess = sides.some((side) => SECRET.test(lastName(side))) && !sides.some(isConstantOperand);
      return isGuess && !sides.every((side) => /hash$/i.test(lastName(side)));
    })
    .map((node) => placeOf(file, node));
}

const EQUALITIES = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

function lastName(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : '';
}

function isConstantOperand(node: ts.Expression): boolean {
  return (
    ts.isLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    /^(undefined|true|false|[A-Z][A-Z_]*)$/.test(node.getText())
  );
}

/** Functions whose answer is SQL made of constants, or a quoted name. */
const SQL_MAKERS = new Set([
  'canSeeChat',
  'canWork',
  'chatScopes',
  'escapeIdentifier',
  'sessionOptions',
  'currentAlias',
  'isCurrent',
  'isLine',
  'canSeeCustomer',
]);

/** SQL that `.query()` is given with something in it that may come from outside; values belong in `$1`. */
export function findPatchedSql(file: SourceFile): string[] {
  return findAll(file, ts.isCallExpression)
    .filter(({ expression }) => ts.isPropertyAccessExpression(expression) && expression.name.text === 'query')
    .filter(({ arguments: [sql] }) => sql !== undefined && !isPassedOn(sql) && !isConstantSql(sql))
    .map((node) => placeOf(file, node));
}

/** `query(text: string, …) { pool.query(text, …) }`: a door that is itself named `query`, so its callers are looked at. */
function isPassedOn(sql: ts.Expression): boolean {
  if (!ts.isIdentifier(sql)) return false;
  const method = ts.findAncestor(sql, ts.isMethodDeclaration);
  return method?.name.getText() === 'query' && method.parameters.some(({ name }) => name.getText() === sql.text);
}

function isConstantSql(node: ts.Expression): boolean {
  if (ts.isStringLiteralLike(node)) return true;
  if (ts.isParenthesizedExpression(node)) return isConstantSql(node.expression);
  if (ts.isTemplateExpression(node)) return node.templateSpans.every(({ expression }) => isConstantSql(expression));
  if (ts.isConditionalExpression(node)) return isConstantSql(node.whenTrue) && isConstantSql(node.whenFalse);
  if (ts.isBinaryExpression(node)) return isConstantSql(node.left) && isConstantSql(node.right);
  if (ts.isCallExpression(node)) return SQL_MAKERS.has(node.expression.getText());
  return ts.isIdentifier(node) && (/^[A-Z][A-Z0-9_]*$/.test(node.text) || isLocalConstant(node));
}

/**
 * `const name = <constant>` in a function around the use, or the same taken out of arrays: `const [name] = a ? ['x', 1] : ['y', 2]`,
 * `for (const name of ['x', 'y'])`.
 */
function isLocalConstant(use: ts.Identifier): boolean {
  const around = ts.findAncestor(use, (node) => ts.isFunctionLike(node));
  if (around === undefined) return false;
  let isConstant = false;
  walk(around, (node) => {
    if (ts.isVariableDeclaration(node) && isConst(node) && givesConstant(node, use.text)) isConstant = true;
  });
  return isConstant;
}

function isConst({ parent }: ts.VariableDeclaration): boolean {
  return ts.isVariableDeclarationList(parent) && (parent.flags & ts.NodeFlags.Const) !== 0;
}

function givesConstant({ name, initializer, parent }: ts.VariableDeclaration, wanted: string): boolean {
  if (initializer !== undefined) return valuesOf(name, initializer, wanted).some(Boolean);
  const loop = parent.parent;
  if (!ts.isForOfStatement(loop) || !ts.isArrayLiteralExpression(loop.expression) || name.getText() !== wanted) {
    return false;
  }
  return loop.expression.elements.every(isConstantSql);
}

/** Whether what the declaration gives that name is constant; empty when it does not declare it. */
function valuesOf(name: ts.BindingName, initializer: ts.Expression, wanted: string): boolean[] {
  if (ts.isIdentifier(name)) return name.text === wanted ? [isConstantSql(initializer)] : [];
  if (!ts.isArrayBindingPattern(name)) return [];
  return name.elements.flatMap((element, index) => {
    if (!ts.isBindingElement(element) || element.name.getText() !== wanted) return [];
    const arrays = ts.isConditionalExpression(initializer)
      ? [initializer.whenTrue, initializer.whenFalse]
      : [initializer];
    return arrays.every((array) => {
      const item = ts.isArrayLiteralExpression(array) ? array.elements[index] : undefined;
      return item !== undefined && isConstantSql(item);
    });
  });
}

/** TypeORM changing the schema by itself. */
export function findSynchronize(file: SourceFile): string[] {
  const options = findAll(file, ts.isPropertyAssignment).filter(
    ({ name, initializer }) => name.getText() === 'synchronize' && initializer.kind !== ts.SyntaxKind.FalseKeyword,
  );
  const calls = findAll(file, ts.isCallExpression).filter(({ expression }) =>
    expression.getText(file.ast).endsWith('.synchronize'),
  );
  return [...options, ...calls].map((node) => placeOf(file, node));
}

function isText(node: ts.Node, text: string): boolean {
  return ts.isStringLiteralLike(node) && node.text === text;
}
