import ts from 'typescript';
import { findAll, placeOf, type SourceFile } from './source-files.js';

/** Constructors receive what they work with; a method with that many parameters wants an object. */
const MAX_INJECTED = 6;
const MAX_PARAMETERS = 4;
/** A handler's parameters are taken apart by decorators, one per place of the request. */
const MAX_OF_HANDLER = 5;

export function findLongParameterLists(file: SourceFile): string[] {
  return findAll(file, (node): node is ts.SignatureDeclaration & ts.Node => ts.isFunctionLike(node))
    .filter((node) => node.parameters.length > limitOf(node))
    .map((node) => `${placeOf(file, node)} has ${node.parameters.length} parameters`);
}

function limitOf(node: ts.SignatureDeclaration): number {
  if (ts.isConstructorDeclaration(node)) return MAX_INJECTED;
  const isHandler = node.parameters.every(
    (one) => ts.canHaveDecorators(one) && (ts.getDecorators(one) ?? []).length > 0,
  );
  return isHandler ? MAX_OF_HANDLER : MAX_PARAMETERS;
}

/** What takes the checks away: `any`, `as unknown as`, `!` after a value, `forwardRef`, `console`. */
export function findLooseEnds(file: SourceFile): string[] {
  const loose = findAll(
    file,
    (node): node is ts.Node =>
      node.kind === ts.SyntaxKind.AnyKeyword ||
      ts.isNonNullExpression(node) ||
      (ts.isAsExpression(node) &&
        ts.isAsExpression(node.expression) &&
        node.expression.type.kind === ts.SyntaxKind.UnknownKeyword) ||
      (ts.isCallExpression(node) && node.expression.getText(file.ast) === 'forwardRef') ||
      (ts.isPropertyAccessExpression(node) && /^(globalThis\.)?console$/.test(node.expression.getText(file.ast))),
  );
  return loose.map((node) => placeOf(file, node));
}

const DIRECTIVE = /(?:ox|es)lint-disable(?:-next-line|-line)?|@ts-(?:ignore|expect-error|nocheck)|prettier-ignore/;
const REASON = /\s-- \S+/;

/** Places where a check was switched off, and whether they say why: behind ` -- ` or in the comment lines just above. */
export function findSuppressions({
  path,
  text,
}: Pick<SourceFile, 'path' | 'text'>): { place: string; hasReason: boolean }[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (!DIRECTIVE.test(line)) return [];
    const above = lines[index - 1] ?? '';
    return [{ place: `${path}:${index + 1}`, hasReason: REASON.test(line) || /^\s*(\/\/|\/?\*)/.test(above) }];
  });
}

const FILE_NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.m?ts$/;

/** Names that are not kebab-case, with what the file is behind dots. */
export function findWrongNames(file: SourceFile): string[] {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  return FILE_NAME.test(name) ? [] : [file.path];
}
