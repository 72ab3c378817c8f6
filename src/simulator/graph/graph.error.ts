import { randomBytes } from 'node:crypto';
import { graphErrorRow } from './error-table.js';

export interface GraphErrorOptions {
  /** `error_data.details`. */
  details?: string;
  subcode?: number;
  /** Without the `(#code)` in front; the code's title where it is not given. */
  message?: string;
  type?: string;
  /** Another HTTP status than the code's usual one. */
  status?: number;
  /** More keys of the `error` object; they win over what stands there. */
  fields?: Readonly<Record<string, unknown>>;
}

export interface GraphErrorBody {
  error: {
    message: string;
    type: string;
    code: number;
    error_data?: { messaging_product: 'whatsapp'; details: string };
    error_subcode?: number;
    fbtrace_id: string;
  };
}

/** A refusal as the Graph API words it. */
export class GraphError extends Error {
  readonly status: number;
  readonly title: string;

  constructor(
    readonly code: number,
    readonly options: GraphErrorOptions = {},
  ) {
    const { status, title } = graphErrorRow(code);
    super(options.message ?? title);
    this.name = 'GraphError';
    this.status = options.status ?? status;
    this.title = title;
  }

  /** The object a node id would name is not there, or not ours: Meta tells the two apart for nobody. */
  static unknownObject(id: string): GraphError {
    return new GraphError(100, {
      subcode: 33,
      type: 'GraphMethodException',
      message:
        `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, ` +
        'or does not support this operation. Please read the Graph API documentation at ' +
        'https://developers.facebook.com/docs/graph-api',
    });
  }

  static missing(parameter: string): GraphError {
    return new GraphError(100, {
      message: `The parameter ${parameter} is required.`,
      details: `The parameter ${parameter} is required.`,
    });
  }

  static invalid(details: string): GraphError {
    return new GraphError(100, { details });
  }

  toBody(): GraphErrorBody {
    const { details, subcode, type, fields } = this.options;
    const hasPlainMessage = this.code === 190 || subcode === 33;
    return {
      error: {
        message: hasPlainMessage ? this.message : `(#${this.code}) ${this.message}`,
        type: type ?? 'OAuthException',
        code: this.code,
        ...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
        ...(subcode === undefined ? {} : { error_subcode: subcode }),
        fbtrace_id: `A${randomBytes(16).toString('base64url')}`,
        ...fields,
      },
    };
  }
}
