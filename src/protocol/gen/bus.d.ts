// Generated from proto/causeway/bus.proto by `npm run gen`. Do not edit.
import * as $protobuf from "protobufjs/minimal.js";

/** Namespace causeway. */
export namespace causeway {

    /** Namespace bus. */
    namespace bus {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a Batch.
             * @deprecated Use causeway.bus.v1.Batch.$Properties instead.
             */
            interface IBatch extends causeway.bus.v1.Batch.$Properties {
            }

            /** Represents a Batch. */
            class Batch {

                /**
                 * Constructs a new Batch.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.bus.v1.Batch.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Batch gateway. */
                gateway: string;

                /** Batch incarnation. */
                incarnation: string;

                /** Batch first. */
                first: number;

                /** Batch pushes. */
                pushes: number;

                /** Batch frames. */
                frames: causeway.bus.v1.Frame.$Properties[];

                /** Batch flow. */
                flow: number;

                /**
                 * Creates a new Batch instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Batch instance
                 */
                static create(properties: causeway.bus.v1.Batch.$Shape): causeway.bus.v1.Batch & causeway.bus.v1.Batch.$Shape;
                static create(properties?: causeway.bus.v1.Batch.$Properties): causeway.bus.v1.Batch;

                /**
                 * Encodes the specified Batch message. Does not implicitly {@link causeway.bus.v1.Batch.verify|verify} messages.
                 * @param message Batch message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.bus.v1.Batch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Batch message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Batch & causeway.bus.v1.Batch.$Shape} Batch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.bus.v1.Batch & causeway.bus.v1.Batch.$Shape;
            }

            namespace Batch {

                /** Properties of a Batch. */
                interface $Properties {

                    /** Batch gateway */
                    gateway?: (string|null);

                    /** Batch incarnation */
                    incarnation?: (string|null);

                    /** Batch first */
                    first?: (number|null);

                    /** Batch pushes */
                    pushes?: (number|null);

                    /** Batch frames */
                    frames?: (causeway.bus.v1.Frame.$Properties[]|null);

                    /** Batch flow */
                    flow?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Batch. */
                type $Shape = causeway.bus.v1.Batch.$Properties;
            }

            /**
             * Properties of a Frame.
             * @deprecated Use causeway.bus.v1.Frame.$Properties instead.
             */
            interface IFrame extends causeway.bus.v1.Frame.$Properties {
            }

            /** Represents a Frame. */
            class Frame {

                /**
                 * Constructs a new Frame.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.bus.v1.Frame.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Frame kind. */
                kind: causeway.bus.v1.FrameKind;

                /** Frame body. */
                body: Uint8Array;

                /** Frame ask. */
                ask: number;

                /**
                 * Creates a new Frame instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Frame instance
                 */
                static create(properties: causeway.bus.v1.Frame.$Shape): causeway.bus.v1.Frame & causeway.bus.v1.Frame.$Shape;
                static create(properties?: causeway.bus.v1.Frame.$Properties): causeway.bus.v1.Frame;

                /**
                 * Encodes the specified Frame message. Does not implicitly {@link causeway.bus.v1.Frame.verify|verify} messages.
                 * @param message Frame message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.bus.v1.Frame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Frame message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Frame & causeway.bus.v1.Frame.$Shape} Frame
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.bus.v1.Frame & causeway.bus.v1.Frame.$Shape;
            }

            namespace Frame {

                /** Properties of a Frame. */
                interface $Properties {

                    /** Frame kind */
                    kind?: (causeway.bus.v1.FrameKind|null);

                    /** Frame body */
                    body?: (Uint8Array|null);

                    /** Frame ask */
                    ask?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Frame. */
                type $Shape = causeway.bus.v1.Frame.$Properties;
            }

            /** FrameKind enum. */
            enum FrameKind {

                /** FRAME_NONE value */
                FRAME_NONE = 0,

                /** PUSH value */
                PUSH = 1,

                /** GROUP value */
                GROUP = 2,

                /** KICK value */
                KICK = 3,

                /** REVOKE value */
                REVOKE = 4,

                /** DISPLACE value */
                DISPLACE = 5,

                /** ANSWER value */
                ANSWER = 6,

                /** LOSS value */
                LOSS = 7,

                /** NEWS value */
                NEWS = 8,

                /** ORDER value */
                ORDER = 9
            }

            /**
             * Properties of a Push.
             * @deprecated Use causeway.bus.v1.Push.$Properties instead.
             */
            interface IPush extends causeway.bus.v1.Push.$Properties {
            }

            /** Represents a Push. */
            class Push {

                /**
                 * Constructs a new Push.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.bus.v1.Push.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Push target. */
                target: Uint8Array;

                /** Push envelope. */
                envelope: Uint8Array;

                /** Push server. */
                server: string;

                /**
                 * Creates a new Push instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Push instance
                 */
                static create(properties: causeway.bus.v1.Push.$Shape): causeway.bus.v1.Push & causeway.bus.v1.Push.$Shape;
                static create(properties?: causeway.bus.v1.Push.$Properties): causeway.bus.v1.Push;

                /**
                 * Encodes the specified Push message. Does not implicitly {@link causeway.bus.v1.Push.verify|verify} messages.
                 * @param message Push message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.bus.v1.Push.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Push message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Push & causeway.bus.v1.Push.$Shape} Push
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.bus.v1.Push & causeway.bus.v1.Push.$Shape;
            }

            namespace Push {

                /** Properties of a Push. */
                interface $Properties {

                    /** Push target */
                    target?: (Uint8Array|null);

                    /** Push envelope */
                    envelope?: (Uint8Array|null);

                    /** Push server */
                    server?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Push. */
                type $Shape = causeway.bus.v1.Push.$Properties;
            }

            /**
             * Properties of an Order.
             * @deprecated Use causeway.bus.v1.Order.$Properties instead.
             */
            interface IOrder extends causeway.bus.v1.Order.$Properties {
            }

            /** Represents an Order. */
            class Order {

                /**
                 * Constructs a new Order.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.bus.v1.Order.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Order server. */
                server: string;

                /** Order await. */
                await: boolean;

                /** Order id. */
                id: number;

                /**
                 * Creates a new Order instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Order instance
                 */
                static create(properties: causeway.bus.v1.Order.$Shape): causeway.bus.v1.Order & causeway.bus.v1.Order.$Shape;
                static create(properties?: causeway.bus.v1.Order.$Properties): causeway.bus.v1.Order;

                /**
                 * Encodes the specified Order message. Does not implicitly {@link causeway.bus.v1.Order.verify|verify} messages.
                 * @param message Order message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.bus.v1.Order.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Order message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Order & causeway.bus.v1.Order.$Shape} Order
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.bus.v1.Order & causeway.bus.v1.Order.$Shape;
            }

            namespace Order {

                /** Properties of an Order. */
                interface $Properties {

                    /** Order server */
                    server?: (string|null);

                    /** Order await */
                    await?: (boolean|null);

                    /** Order id */
                    id?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Order. */
                type $Shape = causeway.bus.v1.Order.$Properties;
            }

            /**
             * Properties of a Group.
             * @deprecated Use causeway.bus.v1.Group.$Properties instead.
             */
            interface IGroup extends causeway.bus.v1.Group.$Properties {
            }

            /** Represents a Group. */
            class Group {

                /**
                 * Constructs a new Group.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.bus.v1.Group.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Group leave. */
                leave: boolean;

                /** Group group. */
                group: string;

                /** Group sessions. */
                sessions: string[];

                /**
                 * Creates a new Group instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Group instance
                 */
                static create(properties: causeway.bus.v1.Group.$Shape): causeway.bus.v1.Group & causeway.bus.v1.Group.$Shape;
                static create(properties?: causeway.bus.v1.Group.$Properties): causeway.bus.v1.Group;

                /**
                 * Encodes the specified Group message. Does not implicitly {@link causeway.bus.v1.Group.verify|verify} messages.
                 * @param message Group message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.bus.v1.Group.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Group message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Group & causeway.bus.v1.Group.$Shape} Group
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.bus.v1.Group & causeway.bus.v1.Group.$Shape;
            }

            namespace Group {

                /** Properties of a Group. */
                interface $Properties {

                    /** Group leave */
                    leave?: (boolean|null);

                    /** Group group */
                    group?: (string|null);

                    /** Group sessions */
                    sessions?: (string[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Group. */
                type $Shape = causeway.bus.v1.Group.$Properties;
            }

            /**
             * Properties of a Revoke.
             * @deprecated Use causeway.bus.v1.Revoke.$Properties instead.
             */
            interface IRevoke extends causeway.bus.v1.Revoke.$Properties {
            }

            /** Represents a Revoke. */
            class Revoke {

                /**
                 * Constructs a new Revoke.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.bus.v1.Revoke.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Revoke user. */
                user: string;

                /** Revoke notBeforeEpochMs. */
                notBeforeEpochMs: number;

                /**
                 * Creates a new Revoke instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Revoke instance
                 */
                static create(properties: causeway.bus.v1.Revoke.$Shape): causeway.bus.v1.Revoke & causeway.bus.v1.Revoke.$Shape;
                static create(properties?: causeway.bus.v1.Revoke.$Properties): causeway.bus.v1.Revoke;

                /**
                 * Encodes the specified Revoke message. Does not implicitly {@link causeway.bus.v1.Revoke.verify|verify} messages.
                 * @param message Revoke message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.bus.v1.Revoke.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Revoke message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Revoke & causeway.bus.v1.Revoke.$Shape} Revoke
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.bus.v1.Revoke & causeway.bus.v1.Revoke.$Shape;
            }

            namespace Revoke {

                /** Properties of a Revoke. */
                interface $Properties {

                    /** Revoke user */
                    user?: (string|null);

                    /** Revoke notBeforeEpochMs */
                    notBeforeEpochMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Revoke. */
                type $Shape = causeway.bus.v1.Revoke.$Properties;
            }

            /**
             * Properties of a Displace.
             * @deprecated Use causeway.bus.v1.Displace.$Properties instead.
             */
            interface IDisplace extends causeway.bus.v1.Displace.$Properties {
            }

            /** Represents a Displace. */
            class Displace {

                /**
                 * Constructs a new Displace.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.bus.v1.Displace.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Displace session. */
                session: string;

                /**
                 * Creates a new Displace instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Displace instance
                 */
                static create(properties: causeway.bus.v1.Displace.$Shape): causeway.bus.v1.Displace & causeway.bus.v1.Displace.$Shape;
                static create(properties?: causeway.bus.v1.Displace.$Properties): causeway.bus.v1.Displace;

                /**
                 * Encodes the specified Displace message. Does not implicitly {@link causeway.bus.v1.Displace.verify|verify} messages.
                 * @param message Displace message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.bus.v1.Displace.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Displace message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Displace & causeway.bus.v1.Displace.$Shape} Displace
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.bus.v1.Displace & causeway.bus.v1.Displace.$Shape;
            }

            namespace Displace {

                /** Properties of a Displace. */
                interface $Properties {

                    /** Displace session */
                    session?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Displace. */
                type $Shape = causeway.bus.v1.Displace.$Properties;
            }

            /**
             * Properties of an Answer.
             * @deprecated Use causeway.bus.v1.Answer.$Properties instead.
             */
            interface IAnswer extends causeway.bus.v1.Answer.$Properties {
            }

            /** Represents an Answer. */
            class Answer {

                /**
                 * Constructs a new Answer.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.bus.v1.Answer.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Answer ask. */
                ask: number;

                /** Answer count. */
                count: number;

                /**
                 * Creates a new Answer instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Answer instance
                 */
                static create(properties: causeway.bus.v1.Answer.$Shape): causeway.bus.v1.Answer & causeway.bus.v1.Answer.$Shape;
                static create(properties?: causeway.bus.v1.Answer.$Properties): causeway.bus.v1.Answer;

                /**
                 * Encodes the specified Answer message. Does not implicitly {@link causeway.bus.v1.Answer.verify|verify} messages.
                 * @param message Answer message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.bus.v1.Answer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Answer message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Answer & causeway.bus.v1.Answer.$Shape} Answer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.bus.v1.Answer & causeway.bus.v1.Answer.$Shape;
            }

            namespace Answer {

                /** Properties of an Answer. */
                interface $Properties {

                    /** Answer ask */
                    ask?: (number|null);

                    /** Answer count */
                    count?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Answer. */
                type $Shape = causeway.bus.v1.Answer.$Properties;
            }

            /**
             * Properties of a Loss.
             * @deprecated Use causeway.bus.v1.Loss.$Properties instead.
             */
            interface ILoss extends causeway.bus.v1.Loss.$Properties {
            }

            /** Represents a Loss. */
            class Loss {

                /**
                 * Constructs a new Loss.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.bus.v1.Loss.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Loss runs. */
                runs: causeway.bus.v1.Run.$Properties[];

                /**
                 * Creates a new Loss instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Loss instance
                 */
                static create(properties: causeway.bus.v1.Loss.$Shape): causeway.bus.v1.Loss & causeway.bus.v1.Loss.$Shape;
                static create(properties?: causeway.bus.v1.Loss.$Properties): causeway.bus.v1.Loss;

                /**
                 * Encodes the specified Loss message. Does not implicitly {@link causeway.bus.v1.Loss.verify|verify} messages.
                 * @param message Loss message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.bus.v1.Loss.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Loss message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Loss & causeway.bus.v1.Loss.$Shape} Loss
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.bus.v1.Loss & causeway.bus.v1.Loss.$Shape;
            }

            namespace Loss {

                /** Properties of a Loss. */
                interface $Properties {

                    /** Loss runs */
                    runs?: (causeway.bus.v1.Run.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Loss. */
                type $Shape = causeway.bus.v1.Loss.$Properties;
            }

            /**
             * Properties of a Run.
             * @deprecated Use causeway.bus.v1.Run.$Properties instead.
             */
            interface IRun extends causeway.bus.v1.Run.$Properties {
            }

            /** Represents a Run. */
            class Run {

                /**
                 * Constructs a new Run.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.bus.v1.Run.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Run count. */
                count: number;

                /** Run push. */
                push: boolean;

                /** Run target. */
                target: Uint8Array;

                /** Run unnumbered. */
                unnumbered: boolean;

                /**
                 * Creates a new Run instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Run instance
                 */
                static create(properties: causeway.bus.v1.Run.$Shape): causeway.bus.v1.Run & causeway.bus.v1.Run.$Shape;
                static create(properties?: causeway.bus.v1.Run.$Properties): causeway.bus.v1.Run;

                /**
                 * Encodes the specified Run message. Does not implicitly {@link causeway.bus.v1.Run.verify|verify} messages.
                 * @param message Run message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.bus.v1.Run.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Run message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Run & causeway.bus.v1.Run.$Shape} Run
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.bus.v1.Run & causeway.bus.v1.Run.$Shape;
            }

            namespace Run {

                /** Properties of a Run. */
                interface $Properties {

                    /** Run count */
                    count?: (number|null);

                    /** Run push */
                    push?: (boolean|null);

                    /** Run target */
                    target?: (Uint8Array|null);

                    /** Run unnumbered */
                    unnumbered?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Run. */
                type $Shape = causeway.bus.v1.Run.$Properties;
            }
        }
    }
}
