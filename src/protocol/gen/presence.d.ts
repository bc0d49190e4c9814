// Generated from proto/causeway/presence.proto by `npm run gen`. Do not edit.
import * as $protobuf from "protobufjs/minimal.js";

/** Namespace causeway. */
export namespace causeway {

    /** Namespace presence. */
    namespace presence {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a News.
             * @deprecated Use causeway.presence.v1.News.$Properties instead.
             */
            interface INews extends causeway.presence.v1.News.$Properties {
            }

            /** Represents a News. */
            class News {

                /**
                 * Constructs a new News.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.presence.v1.News.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** News kind. */
                kind: number;

                /** News round. */
                round: number;

                /** News whole. */
                whole: boolean;

                /** News last. */
                last: boolean;

                /** News all. */
                all: boolean;

                /** News users. */
                users: string[];

                /** News changes. */
                changes: causeway.presence.v1.Change.$Properties[];

                /**
                 * Creates a new News instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns News instance
                 */
                static create(properties: causeway.presence.v1.News.$Shape): causeway.presence.v1.News & causeway.presence.v1.News.$Shape;
                static create(properties?: causeway.presence.v1.News.$Properties): causeway.presence.v1.News;

                /**
                 * Encodes the specified News message. Does not implicitly {@link causeway.presence.v1.News.verify|verify} messages.
                 * @param message News message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.presence.v1.News.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a News message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.presence.v1.News & causeway.presence.v1.News.$Shape} News
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.presence.v1.News & causeway.presence.v1.News.$Shape;
            }

            namespace News {

                /** Properties of a News. */
                interface $Properties {

                    /** News kind */
                    kind?: (number|null);

                    /** News round */
                    round?: (number|null);

                    /** News whole */
                    whole?: (boolean|null);

                    /** News last */
                    last?: (boolean|null);

                    /** News all */
                    all?: (boolean|null);

                    /** News users */
                    users?: (string[]|null);

                    /** News changes */
                    changes?: (causeway.presence.v1.Change.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a News. */
                type $Shape = causeway.presence.v1.News.$Properties;
            }

            /** NewsKind enum. */
            enum NewsKind {

                /** NEWS_NONE value */
                NEWS_NONE = 0,

                /** WATCH value */
                WATCH = 1,

                /** UNWATCH value */
                UNWATCH = 2,

                /** CHANGES value */
                CHANGES = 3
            }

            /**
             * Properties of a Change.
             * @deprecated Use causeway.presence.v1.Change.$Properties instead.
             */
            interface IChange extends causeway.presence.v1.Change.$Properties {
            }

            /** Represents a Change. */
            class Change {

                /**
                 * Constructs a new Change.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.presence.v1.Change.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Change gone. */
                gone: boolean;

                /** Change presence. */
                presence: Uint8Array;

                /**
                 * Creates a new Change instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Change instance
                 */
                static create(properties: causeway.presence.v1.Change.$Shape): causeway.presence.v1.Change & causeway.presence.v1.Change.$Shape;
                static create(properties?: causeway.presence.v1.Change.$Properties): causeway.presence.v1.Change;

                /**
                 * Encodes the specified Change message. Does not implicitly {@link causeway.presence.v1.Change.verify|verify} messages.
                 * @param message Change message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.presence.v1.Change.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Change message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.presence.v1.Change & causeway.presence.v1.Change.$Shape} Change
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.presence.v1.Change & causeway.presence.v1.Change.$Shape;
            }

            namespace Change {

                /** Properties of a Change. */
                interface $Properties {

                    /** Change gone */
                    gone?: (boolean|null);

                    /** Change presence */
                    presence?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Change. */
                type $Shape = causeway.presence.v1.Change.$Properties;
            }
        }
    }
}
