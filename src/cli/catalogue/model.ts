// What the emitters print: messages and enums with everything resolved, no reflection left.

/** A protobuf scalar type; the names are also those of protobufjs's reader and writer methods. */
export type Scalar =
  | 'double'
  | 'float'
  | 'int32'
  | 'uint32'
  | 'sint32'
  | 'fixed32'
  | 'sfixed32'
  | 'int64'
  | 'uint64'
  | 'sint64'
  | 'fixed64'
  | 'sfixed64'
  | 'bool'
  | 'string'
  | 'bytes';

export type ValueType =
  | { readonly is: 'scalar'; readonly scalar: Scalar }
  /** `name`: that of the export. */
  | { readonly is: 'enum' | 'message'; readonly name: string };

/** How often a field stands in a message. 'implicit': once, at its default when absent. 'explicit': once or not. */
export type Shape =
  | { readonly is: 'implicit' }
  | {
      readonly is: 'explicit';
      /** Fields that are unset when this one is read. */ readonly rivals: readonly string[];
    }
  | { readonly is: 'repeated'; readonly packed: boolean }
  | { readonly is: 'map'; readonly key: Scalar };

export interface Field {
  /** In camel case. */
  readonly name: string;
  readonly id: number;
  readonly value: ValueType;
  readonly shape: Shape;
  readonly comment: string | undefined;
}

export interface Message {
  /** Name of the export: "Move", "Outer_Inner". */
  readonly name: string;
  /** Full protobuf name. */
  readonly fullName: string;
  readonly fields: readonly Field[];
  readonly comment: string | undefined;
  /** What makes it stand at the head of an envelope; undefined: it is a part or an answer. */
  readonly descriptor: Descriptor | undefined;
}

export interface Descriptor {
  /** The message type. */
  readonly type: number;
  readonly push: boolean;
  /** Name of the export of the message that answers. */
  readonly reply: string | undefined;
}

export interface Enum {
  readonly name: string;
  readonly values: readonly { readonly name: string; readonly value: number }[];
  readonly comment: string | undefined;
}

export interface Catalogue {
  readonly messages: readonly Message[];
  readonly enums: readonly Enum[];
}
