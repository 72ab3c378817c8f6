import type { paths } from './schema.js';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The paths of the document that know this method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends { [K in M]: object } ? P : never;
}[keyof paths];

/** The document's description of one operation. */
export type Operation<P extends keyof paths, M extends Method> = paths[P] extends { [K in M]: infer O } ? O : never;

type Parameters<O, In extends string> = O extends { parameters: { [K in In]?: infer V } } ? NonNullable<V> : never;

/** Optional as a whole where nothing in it is needed. */
type Part<Name extends string, Value> = [Value] extends [never]
  ? { [K in Name]?: undefined }
  : object extends Value
    ? { [K in Name]?: Value }
    : { [K in Name]: Value };

type BodyContent<C> = C extends { 'application/json': infer J }
  ? J
  : C extends { 'multipart/form-data': unknown }
    ? FormData
    : never;

type BodyPart<O> = O extends { requestBody: { content: infer C } }
  ? { body: BodyContent<C> }
  : O extends { requestBody?: { content: infer C } }
    ? { body?: BodyContent<C> }
    : { body?: undefined };

/** What every request may be given. */
export interface CommonOptions {
  headers?: Readonly<Record<string, string>>;
  /** Calls the request off, waits between its tries included. */
  signal?: AbortSignal;
}

/** `params` are those of the path; each part is there if the document has it. */
export type RequestOptions<O> = CommonOptions &
  Part<'params', Parameters<O, 'path'>> &
  Part<'query', Parameters<O, 'query'>> &
  BodyPart<O>;

/** The options as an argument that may be left out where nothing in them is needed. */
export type OptionsArgument<O> =
  object extends RequestOptions<O> ? [options?: RequestOptions<O>] : [options: RequestOptions<O>];

type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 206;

type Content<R> = R extends { content: infer C }
  ? C extends { 'application/json': infer J }
    ? J
    : C extends { 'application/octet-stream': unknown } | { 'application/gzip': unknown }
      ? Blob
      : C extends { [type: string]: infer X }
        ? X
        : undefined
  : undefined;

/** The body of a successful answer; undefined where it has none. */
export type ResultOf<O> = O extends { responses: infer R }
  ? { [S in keyof R]: S extends SuccessStatus ? Content<R[S]> : never }[keyof R]
  : never;

/** An answer with what stands beside its body. */
export interface Answer<T> {
  status: number;
  data: T;
  headers: Headers;
}
