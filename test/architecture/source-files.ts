import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

export const ROOT = join(import.meta.dirname, '../..');

/** One of our files, parsed. */
export interface SourceFile {
  /** From the project's root, with `/`. */
  path: string;
  text: string;
  ast: ts.SourceFile;
}

/** An import, a re-export or an `import()` of a file. */
export interface Import {
  /** A path from the project's root without its ending, or the name of a package. */
  target: string;
  isPackage: boolean;
  /** Nothing of it is left at run time. */
  isTypeOnly: boolean;
}

/** Parses a text as if it stood at that path; rules are tried on such. */
export function parse(path: string, text: string): SourceFile {
  return { path, text, ast: ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true) };
}

/** All TypeScript files below the folders; one that does not exist yet holds none. */
export function readSources(...folders: string[]): SourceFile[] {
  return folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((path) => /\.m?ts$/.test(path))
    .sort()
    .map((path) => parse(path, readFileSync(join(ROOT, path), 'utf8')));
}

/** Specs, and what only specs use. */
export function isTestFile(path: string): boolean {
  return /\.(spec|fixture)\.ts$/.test(path) || path.includes('/testing/') || path.startsWith('test/');
}

export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

/** All nodes of a file that satisfy the guard. */
export function findAll<T extends ts.Node>(file: SourceFile, is: (node: ts.Node) => node is T): T[] {
  const found: T[] = [];
  walk(file.ast, (node) => {
    if (is(node)) found.push(node);
  });
  return found;
}

/** `path:line`, as editors open it. */
export function placeOf(file: SourceFile, node: ts.Node): string {
  return `${file.path}:${file.ast.getLineAndCharacterOfPosition(node.getStart(file.ast)).line + 1}`;
}

export function importsOf(file: SourceFile): Import[] {
  const imports: Import[] = [];
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
    const isPackage = !specifier.text.startsWith('.');
    const target = isPackage
      ? specifier.text
      : normalize(join(dirname(file.path), specifier.text)).replace(/\.js$/, '');
    imports.push({ target, isPackage, isTypeOnly });
  };
  walk(file.ast, (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnlyImport(node));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
  });
  return imports;
}

function isTypeOnlyImport({ importClause }: ts.ImportDeclaration): boolean {
  if (importClause === undefined) return false;
  if (importClause.isTypeOnly) return true;
  const named = importClause.namedBindings;
  return (
    importClause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly)
  );
}
