import ts from 'typescript';
import { findAll, importsOf, isTestFile, placeOf, type SourceFile } from './source-files.js';

/** Who may import whom. */
export interface ImportTable {
  /** Lowest first. A module may import itself and every lower layer, not its neighbours. */
  layers: readonly (readonly string[])[];
  /** Modules that may import less than their layer says, or stand beside the layers: whole modules or folders of them. */
  only: Readonly<Record<string, readonly string[]>>;
  /** Modules nobody below is told of, and which may reach into everything. */
  free: readonly string[];
}

/** What of a module the others may see. */
export interface PublicFiles {
  /** Modules that are a library: all of it. */
  libraries: readonly string[];
  patterns: readonly RegExp[];
  /** Only the entries may load these. */
  forEntries: RegExp;
}

/** The module a file or an import target belongs to; the files that stand directly in `src` are the `app`, `sandbox.ts` its own. */
export function moduleOf(path: string): string {
  const [, first = '', rest] = path.split('/');
  if (rest !== undefined) return first;
  return /^sandbox(\.ts)?$/.test(first) ? 'sandbox' : 'app';
}

export function findForbiddenImports(files: readonly SourceFile[], table: ImportTable): string[] {
  return crossings(files).flatMap(({ from, to, file }) =>
    isAllowed(from, to, table) ? [] : [`${file.path} (${from}) imports ${to}`],
  );
}

function isAllowed(from: string, target: string, { layers, only, free }: ImportTable): boolean {
  const to = moduleOf(target);
  if (free.includes(from)) return true;
  const allowed = only[from];
  if (allowed !== undefined) {
    return allowed.some((name) => target === `src/${name}` || target.startsWith(`src/${name}/`));
  }
  const layerOf = (name: string): number => layers.findIndex((layer) => layer.includes(name));
  return layerOf(to) >= 0 && layerOf(to) < layerOf(from);
}

export function findPrivateImports(
  files: readonly SourceFile[],
  { libraries, patterns, forEntries }: PublicFiles,
  free: readonly string[],
): string[] {
  return crossings(files).flatMap(({ from, to, file }) => {
    const isPublic =
      free.includes(from) ||
      libraries.includes(moduleOf(to)) ||
      patterns.some((pattern) => pattern.test(to)) ||
      (from === 'app' && forEntries.test(to));
    return isPublic ? [] : [`${file.path} reaches into ${to}`];
  });
}

/** Files of the product that import what only tests have. */
export function findTestImports(files: readonly SourceFile[]): string[] {
  return production(files).flatMap((file) =>
    importsOf(file)
      .filter(({ target, isPackage }) => !isPackage && isTestFile(`${target}.ts`))
      .map(({ target }) => `${file.path} imports ${target}`),
  );
}

function crossings(files: readonly SourceFile[]): { file: SourceFile; from: string; to: string }[] {
  return production(files).flatMap((file) => {
    const from = moduleOf(file.path);
    return importsOf(file)
      .filter(({ target, isPackage }) => !isPackage && moduleOf(target) !== from)
      .map(({ target }) => ({ file, from, to: target }));
  });
}

function production(files: readonly SourceFile[]): SourceFile[] {
  return files.filter(({ path }) => !isTestFile(path));
}

/** Who imports whom, types included: by file, or by what `nameOf` makes of a path. */
export function importGraph(
  files: readonly SourceFile[],
  nameOf = (path: string): string => path,
): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const file of files) {
    const from = nameOf(file.path.replace(/\.ts$/, ''));
    const targets = graph.get(from) ?? new Set();
    for (const { target, isPackage } of importsOf(file)) {
      if (!isPackage && nameOf(target) !== from) targets.add(nameOf(target));
    }
    graph.set(from, targets);
  }
  return graph;
}

/** One circle of the graph, its first member repeated at the end; undefined where there is none. */
export function findCycle(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const done = new Set<string>();
  const visit = (name: string, way: string[]): string[] | undefined => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of graph.get(name) ?? []) {
      const cycle = visit(next, [...way, name]);
      if (cycle !== undefined) return cycle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of graph.keys()) {
    const cycle = visit(name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

export function findDefaultExports(file: SourceFile): string[] {
  const assignments = findAll(file, ts.isExportAssignment);
  const modifiers = findAll(
    file,
    (node): node is ts.Modifier => node.kind === ts.SyntaxKind.DefaultKeyword && ts.isModifier(node),
  );
  return [...assignments, ...modifiers].map((node) => placeOf(file, node));
}

/**
 * Classes imported by `import type` where their decorators' metadata needs them: a constructor of an injectable without `@Inject()`,
 * or a body or query to be validated. It compiles; then injection breaks, or validation is silently gone.
 */
export function findErasedClasses(file: SourceFile): string[] {
  const erased = typeImports(file);
  return findAll(file, ts.isParameter)
    .filter((parameter) => needsClass(parameter) && erased.has(typeNameOf(parameter)))
    .map((parameter) => `${placeOf(file, parameter)} ${typeNameOf(parameter)}`);
}

function needsClass(parameter: ts.ParameterDeclaration): boolean {
  const decorators = decoratorNames(parameter);
  if (!ts.isConstructorDeclaration(parameter.parent)) {
    return decorators.some((name) => ['Body', 'Query', 'Param'].includes(name));
  }
  return decoratorNames(parameter.parent.parent).length > 0 && !decorators.includes('Inject');
}

function typeNameOf({ type }: ts.ParameterDeclaration): string {
  return type !== undefined && ts.isTypeReferenceNode(type) ? type.typeName.getText() : '';
}

function decoratorNames(node: ts.Node): string[] {
  const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
  return decorators.map(({ expression }) =>
    (ts.isCallExpression(expression) ? expression.expression : expression).getText(),
  );
}

function typeImports(file: SourceFile): Set<string> {
  const names = new Set<string>();
  for (const { importClause } of findAll(file, ts.isImportDeclaration)) {
    const named = importClause?.namedBindings;
    if (named === undefined || !ts.isNamedImports(named)) continue;
    for (const element of named.elements) {
      if (importClause?.isTypeOnly === true || element.isTypeOnly) names.add(element.name.text);
    }
  }
  return names;
}
