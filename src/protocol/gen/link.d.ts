// Generated from proto/causeway/link.proto by `npm run gen`. Do not edit.
import * as $protobuf from "protobufjs/minimal.js";

/** Namespace causeway. */
export namespace causeway {

    /** Namespace link. */
    namespace link {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a LinkFrame.
             * @deprecated Use causeway.link.v1.LinkFrame.$Properties instead.
             */
            interface ILinkFrame extends causeway.link.v1.LinkFrame.$Properties {
            }

            /** Represents a LinkFrame. */
            class LinkFrame {

                /**
                 * Constructs a new LinkFrame.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.LinkFrame.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** LinkFrame kind. */
                kind: number;

                /** LinkFrame session. */
                session: number;

                /** LinkFrame request. */
                request: number;

                /** LinkFrame type. */
                type: number;

                /** LinkFrame deadlineMs. */
                deadlineMs: number;

                /** LinkFrame hops. */
                hops: number;

                /** LinkFrame envelope. */
                envelope: Uint8Array;

                /** LinkFrame body. */
                body: Uint8Array;

                /**
                 * Creates a new LinkFrame instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns LinkFrame instance
                 */
                static create(properties: causeway.link.v1.LinkFrame.$Shape): causeway.link.v1.LinkFrame & causeway.link.v1.LinkFrame.$Shape;
                static create(properties?: causeway.link.v1.LinkFrame.$Properties): causeway.link.v1.LinkFrame;

                /**
                 * Encodes the specified LinkFrame message. Does not implicitly {@link causeway.link.v1.LinkFrame.verify|verify} messages.
                 * @param message LinkFrame message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.LinkFrame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a LinkFrame message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.LinkFrame & causeway.link.v1.LinkFrame.$Shape} LinkFrame
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.LinkFrame & causeway.link.v1.LinkFrame.$Shape;
            }

            namespace LinkFrame {

                /** Properties of a LinkFrame. */
                interface $Properties {

                    /** LinkFrame kind */
                    kind?: (number|null);

                    /** LinkFrame session */
                    session?: (number|null);

                    /** LinkFrame request */
                    request?: (number|null);

                    /** LinkFrame type */
                    type?: (number|null);

                    /** LinkFrame deadlineMs */
                    deadlineMs?: (number|null);

                    /** LinkFrame hops */
                    hops?: (number|null);

                    /** LinkFrame envelope */
                    envelope?: (Uint8Array|null);

                    /** LinkFrame body */
                    body?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a LinkFrame. */
                type $Shape = causeway.link.v1.LinkFrame.$Properties;
            }

            /** LinkKind enum. */
            enum LinkKind {

                /** KIND_NONE value */
                KIND_NONE = 0,

                /** GREET value */
                GREET = 1,

                /** PROOF value */
                PROOF = 2,

                /** READY value */
                READY = 3,

                /** PING value */
                PING = 4,

                /** PONG value */
                PONG = 5,

                /** BYE value */
                BYE = 6,

                /** RETIRE value */
                RETIRE = 7,

                /** SESSION_OPENED value */
                SESSION_OPENED = 10,

                /** SESSION_SUSPENDED value */
                SESSION_SUSPENDED = 11,

                /** SESSION_RESUMED value */
                SESSION_RESUMED = 12,

                /** SESSION_CLOSED value */
                SESSION_CLOSED = 13,

                /** SESSION_CHANGED value */
                SESSION_CHANGED = 14,

                /** GATEWAY_GONE value */
                GATEWAY_GONE = 15,

                /** REQUEST value */
                REQUEST = 20,

                /** NOTIFY value */
                NOTIFY = 21,

                /** ANSWER value */
                ANSWER = 22,

                /** PUSH value */
                PUSH = 23,

                /** PUSH_TO value */
                PUSH_TO = 24,

                /** UNDELIVERED value */
                UNDELIVERED = 25,

                /** FENCE value */
                FENCE = 26,

                /** AWAIT value */
                AWAIT = 27,

                /** RELAY value */
                RELAY = 30,

                /** CALL value */
                CALL = 31,

                /** CALL_ANSWER value */
                CALL_ANSWER = 32,

                /** GROUP_JOIN value */
                GROUP_JOIN = 40,

                /** GROUP_LEAVE value */
                GROUP_LEAVE = 41,

                /** SET_ATTRIBUTES value */
                SET_ATTRIBUTES = 42,

                /** KICK value */
                KICK = 43,

                /** PIN value */
                PIN = 44,

                /** DRAIN value */
                DRAIN = 45,

                /** CONFIRM value */
                CONFIRM = 46,

                /** DONE value */
                DONE = 50,

                /** PRESENCE_QUERY value */
                PRESENCE_QUERY = 60,

                /** PRESENCE_ANSWER value */
                PRESENCE_ANSWER = 61,

                /** PRESENCE_WATCH value */
                PRESENCE_WATCH = 62,

                /** PRESENCE_UNWATCH value */
                PRESENCE_UNWATCH = 63,

                /** PRESENCE_EVENTS value */
                PRESENCE_EVENTS = 64
            }

            /** LinkRole enum. */
            enum LinkRole {

                /** ROLE_NONE value */
                ROLE_NONE = 0,

                /** GATEWAY value */
                GATEWAY = 1,

                /** BACKEND value */
                BACKEND = 2
            }

            /**
             * Properties of a Greeting.
             * @deprecated Use causeway.link.v1.Greeting.$Properties instead.
             */
            interface IGreeting extends causeway.link.v1.Greeting.$Properties {
            }

            /** Represents a Greeting. */
            class Greeting {

                /**
                 * Constructs a new Greeting.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.Greeting.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Greeting version. */
                version: number;

                /** Greeting role. */
                role: number;

                /** Greeting id. */
                id: string;

                /** Greeting nonce. */
                nonce: Uint8Array;

                /** Greeting proof. */
                proof: Uint8Array;

                /** Greeting frameBytesMax. */
                frameBytesMax: number;

                /** Greeting heartbeatMs. */
                heartbeatMs: number;

                /**
                 * Creates a new Greeting instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Greeting instance
                 */
                static create(properties: causeway.link.v1.Greeting.$Shape): causeway.link.v1.Greeting & causeway.link.v1.Greeting.$Shape;
                static create(properties?: causeway.link.v1.Greeting.$Properties): causeway.link.v1.Greeting;

                /**
                 * Encodes the specified Greeting message. Does not implicitly {@link causeway.link.v1.Greeting.verify|verify} messages.
                 * @param message Greeting message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.Greeting.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Greeting message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Greeting & causeway.link.v1.Greeting.$Shape} Greeting
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.Greeting & causeway.link.v1.Greeting.$Shape;
            }

            namespace Greeting {

                /** Properties of a Greeting. */
                interface $Properties {

                    /** Greeting version */
                    version?: (number|null);

                    /** Greeting role */
                    role?: (number|null);

                    /** Greeting id */
                    id?: (string|null);

                    /** Greeting nonce */
                    nonce?: (Uint8Array|null);

                    /** Greeting proof */
                    proof?: (Uint8Array|null);

                    /** Greeting frameBytesMax */
                    frameBytesMax?: (number|null);

                    /** Greeting heartbeatMs */
                    heartbeatMs?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Greeting. */
                type $Shape = causeway.link.v1.Greeting.$Properties;
            }

            /**
             * Properties of a Proof.
             * @deprecated Use causeway.link.v1.Proof.$Properties instead.
             */
            interface IProof extends causeway.link.v1.Proof.$Properties {
            }

            /** Represents a Proof. */
            class Proof {

                /**
                 * Constructs a new Proof.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.Proof.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Proof proof. */
                proof: Uint8Array;

                /**
                 * Creates a new Proof instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Proof instance
                 */
                static create(properties: causeway.link.v1.Proof.$Shape): causeway.link.v1.Proof & causeway.link.v1.Proof.$Shape;
                static create(properties?: causeway.link.v1.Proof.$Properties): causeway.link.v1.Proof;

                /**
                 * Encodes the specified Proof message. Does not implicitly {@link causeway.link.v1.Proof.verify|verify} messages.
                 * @param message Proof message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.Proof.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Proof message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Proof & causeway.link.v1.Proof.$Shape} Proof
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.Proof & causeway.link.v1.Proof.$Shape;
            }

            namespace Proof {

                /** Properties of a Proof. */
                interface $Properties {

                    /** Proof proof */
                    proof?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Proof. */
                type $Shape = causeway.link.v1.Proof.$Properties;
            }

            /**
             * Properties of a Ready.
             * @deprecated Use causeway.link.v1.Ready.$Properties instead.
             */
            interface IReady extends causeway.link.v1.Ready.$Properties {
            }

            /** Represents a Ready. */
            class Ready {

                /**
                 * Constructs a new Ready.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.Ready.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Ready draining. */
                draining: boolean;

                /**
                 * Creates a new Ready instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Ready instance
                 */
                static create(properties: causeway.link.v1.Ready.$Shape): causeway.link.v1.Ready & causeway.link.v1.Ready.$Shape;
                static create(properties?: causeway.link.v1.Ready.$Properties): causeway.link.v1.Ready;

                /**
                 * Encodes the specified Ready message. Does not implicitly {@link causeway.link.v1.Ready.verify|verify} messages.
                 * @param message Ready message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.Ready.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Ready message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Ready & causeway.link.v1.Ready.$Shape} Ready
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.Ready & causeway.link.v1.Ready.$Shape;
            }

            namespace Ready {

                /** Properties of a Ready. */
                interface $Properties {

                    /** Ready draining */
                    draining?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Ready. */
                type $Shape = causeway.link.v1.Ready.$Properties;
            }

            /**
             * Properties of a Bye.
             * @deprecated Use causeway.link.v1.Bye.$Properties instead.
             */
            interface IBye extends causeway.link.v1.Bye.$Properties {
            }

            /** Represents a Bye. */
            class Bye {

                /**
                 * Constructs a new Bye.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.Bye.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Bye code. */
                code: number;

                /** Bye reason. */
                reason: string;

                /**
                 * Creates a new Bye instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Bye instance
                 */
                static create(properties: causeway.link.v1.Bye.$Shape): causeway.link.v1.Bye & causeway.link.v1.Bye.$Shape;
                static create(properties?: causeway.link.v1.Bye.$Properties): causeway.link.v1.Bye;

                /**
                 * Encodes the specified Bye message. Does not implicitly {@link causeway.link.v1.Bye.verify|verify} messages.
                 * @param message Bye message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.Bye.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Bye message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Bye & causeway.link.v1.Bye.$Shape} Bye
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.Bye & causeway.link.v1.Bye.$Shape;
            }

            namespace Bye {

                /** Properties of a Bye. */
                interface $Properties {

                    /** Bye code */
                    code?: (number|null);

                    /** Bye reason */
                    reason?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Bye. */
                type $Shape = causeway.link.v1.Bye.$Properties;
            }

            /** LinkCloseCode enum. */
            enum LinkCloseCode {

                /** LINK_NONE value */
                LINK_NONE = 0,

                /** STOPPING value */
                STOPPING = 1,

                /** LINK_MALFORMED value */
                LINK_MALFORMED = 2,

                /** LINK_VIOLATION value */
                LINK_VIOLATION = 3,

                /** LINK_FRAME_TOO_LARGE value */
                LINK_FRAME_TOO_LARGE = 4,

                /** UNAUTHENTICATED value */
                UNAUTHENTICATED = 5,

                /** WRONG_SERVER value */
                WRONG_SERVER = 6,

                /** LINK_VERSION value */
                LINK_VERSION = 7,

                /** LINK_SILENT value */
                LINK_SILENT = 8,

                /** GREETING_TIMEOUT value */
                GREETING_TIMEOUT = 9,

                /** LINK_SLOW value */
                LINK_SLOW = 10,

                /** UNLISTED value */
                UNLISTED = 11
            }

            /**
             * Properties of an Attribute.
             * @deprecated Use causeway.link.v1.Attribute.$Properties instead.
             */
            interface IAttribute extends causeway.link.v1.Attribute.$Properties {
            }

            /** Represents an Attribute. */
            class Attribute {

                /**
                 * Constructs a new Attribute.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.Attribute.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Attribute name. */
                name: string;

                /** Attribute value. */
                value: string;

                /**
                 * Creates a new Attribute instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Attribute instance
                 */
                static create(properties: causeway.link.v1.Attribute.$Shape): causeway.link.v1.Attribute & causeway.link.v1.Attribute.$Shape;
                static create(properties?: causeway.link.v1.Attribute.$Properties): causeway.link.v1.Attribute;

                /**
                 * Encodes the specified Attribute message. Does not implicitly {@link causeway.link.v1.Attribute.verify|verify} messages.
                 * @param message Attribute message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.Attribute.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Attribute message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Attribute & causeway.link.v1.Attribute.$Shape} Attribute
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.Attribute & causeway.link.v1.Attribute.$Shape;
            }

            namespace Attribute {

                /** Properties of an Attribute. */
                interface $Properties {

                    /** Attribute name */
                    name?: (string|null);

                    /** Attribute value */
                    value?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Attribute. */
                type $Shape = causeway.link.v1.Attribute.$Properties;
            }

            /**
             * Properties of a SessionOpened.
             * @deprecated Use causeway.link.v1.SessionOpened.$Properties instead.
             */
            interface ISessionOpened extends causeway.link.v1.SessionOpened.$Properties {
            }

            /** Represents a SessionOpened. */
            class SessionOpened {

                /**
                 * Constructs a new SessionOpened.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.SessionOpened.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SessionOpened id. */
                id: string;

                /** SessionOpened generation. */
                generation: number;

                /** SessionOpened user. */
                user: string;

                /** SessionOpened roles. */
                roles: string[];

                /** SessionOpened attributes. */
                attributes: causeway.link.v1.Attribute.$Properties[];

                /** SessionOpened address. */
                address: string;

                /** SessionOpened client. */
                client: string;

                /** SessionOpened suspended. */
                suspended: boolean;

                /**
                 * Creates a new SessionOpened instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns SessionOpened instance
                 */
                static create(properties: causeway.link.v1.SessionOpened.$Shape): causeway.link.v1.SessionOpened & causeway.link.v1.SessionOpened.$Shape;
                static create(properties?: causeway.link.v1.SessionOpened.$Properties): causeway.link.v1.SessionOpened;

                /**
                 * Encodes the specified SessionOpened message. Does not implicitly {@link causeway.link.v1.SessionOpened.verify|verify} messages.
                 * @param message SessionOpened message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.SessionOpened.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SessionOpened message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.SessionOpened & causeway.link.v1.SessionOpened.$Shape} SessionOpened
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.SessionOpened & causeway.link.v1.SessionOpened.$Shape;
            }

            namespace SessionOpened {

                /** Properties of a SessionOpened. */
                interface $Properties {

                    /** SessionOpened id */
                    id?: (string|null);

                    /** SessionOpened generation */
                    generation?: (number|null);

                    /** SessionOpened user */
                    user?: (string|null);

                    /** SessionOpened roles */
                    roles?: (string[]|null);

                    /** SessionOpened attributes */
                    attributes?: (causeway.link.v1.Attribute.$Properties[]|null);

                    /** SessionOpened address */
                    address?: (string|null);

                    /** SessionOpened client */
                    client?: (string|null);

                    /** SessionOpened suspended */
                    suspended?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SessionOpened. */
                type $Shape = causeway.link.v1.SessionOpened.$Properties;
            }

            /**
             * Properties of a SessionResumed.
             * @deprecated Use causeway.link.v1.SessionResumed.$Properties instead.
             */
            interface ISessionResumed extends causeway.link.v1.SessionResumed.$Properties {
            }

            /** Represents a SessionResumed. */
            class SessionResumed {

                /**
                 * Constructs a new SessionResumed.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.SessionResumed.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SessionResumed generation. */
                generation: number;

                /** SessionResumed address. */
                address: string;

                /**
                 * Creates a new SessionResumed instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns SessionResumed instance
                 */
                static create(properties: causeway.link.v1.SessionResumed.$Shape): causeway.link.v1.SessionResumed & causeway.link.v1.SessionResumed.$Shape;
                static create(properties?: causeway.link.v1.SessionResumed.$Properties): causeway.link.v1.SessionResumed;

                /**
                 * Encodes the specified SessionResumed message. Does not implicitly {@link causeway.link.v1.SessionResumed.verify|verify} messages.
                 * @param message SessionResumed message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.SessionResumed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SessionResumed message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.SessionResumed & causeway.link.v1.SessionResumed.$Shape} SessionResumed
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.SessionResumed & causeway.link.v1.SessionResumed.$Shape;
            }

            namespace SessionResumed {

                /** Properties of a SessionResumed. */
                interface $Properties {

                    /** SessionResumed generation */
                    generation?: (number|null);

                    /** SessionResumed address */
                    address?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SessionResumed. */
                type $Shape = causeway.link.v1.SessionResumed.$Properties;
            }

            /**
             * Properties of a SessionClosed.
             * @deprecated Use causeway.link.v1.SessionClosed.$Properties instead.
             */
            interface ISessionClosed extends causeway.link.v1.SessionClosed.$Properties {
            }

            /** Represents a SessionClosed. */
            class SessionClosed {

                /**
                 * Constructs a new SessionClosed.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.SessionClosed.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SessionClosed code. */
                code: number;

                /** SessionClosed reason. */
                reason: string;

                /**
                 * Creates a new SessionClosed instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns SessionClosed instance
                 */
                static create(properties: causeway.link.v1.SessionClosed.$Shape): causeway.link.v1.SessionClosed & causeway.link.v1.SessionClosed.$Shape;
                static create(properties?: causeway.link.v1.SessionClosed.$Properties): causeway.link.v1.SessionClosed;

                /**
                 * Encodes the specified SessionClosed message. Does not implicitly {@link causeway.link.v1.SessionClosed.verify|verify} messages.
                 * @param message SessionClosed message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.SessionClosed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SessionClosed message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.SessionClosed & causeway.link.v1.SessionClosed.$Shape} SessionClosed
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.SessionClosed & causeway.link.v1.SessionClosed.$Shape;
            }

            namespace SessionClosed {

                /** Properties of a SessionClosed. */
                interface $Properties {

                    /** SessionClosed code */
                    code?: (number|null);

                    /** SessionClosed reason */
                    reason?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SessionClosed. */
                type $Shape = causeway.link.v1.SessionClosed.$Properties;
            }

            /**
             * Properties of a SessionChanged.
             * @deprecated Use causeway.link.v1.SessionChanged.$Properties instead.
             */
            interface ISessionChanged extends causeway.link.v1.SessionChanged.$Properties {
            }

            /** Represents a SessionChanged. */
            class SessionChanged {

                /**
                 * Constructs a new SessionChanged.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.SessionChanged.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** SessionChanged attributes. */
                attributes: causeway.link.v1.Attribute.$Properties[];

                /** SessionChanged roles. */
                roles: string[];

                /**
                 * Creates a new SessionChanged instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns SessionChanged instance
                 */
                static create(properties: causeway.link.v1.SessionChanged.$Shape): causeway.link.v1.SessionChanged & causeway.link.v1.SessionChanged.$Shape;
                static create(properties?: causeway.link.v1.SessionChanged.$Properties): causeway.link.v1.SessionChanged;

                /**
                 * Encodes the specified SessionChanged message. Does not implicitly {@link causeway.link.v1.SessionChanged.verify|verify} messages.
                 * @param message SessionChanged message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.SessionChanged.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a SessionChanged message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.SessionChanged & causeway.link.v1.SessionChanged.$Shape} SessionChanged
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.SessionChanged & causeway.link.v1.SessionChanged.$Shape;
            }

            namespace SessionChanged {

                /** Properties of a SessionChanged. */
                interface $Properties {

                    /** SessionChanged attributes */
                    attributes?: (causeway.link.v1.Attribute.$Properties[]|null);

                    /** SessionChanged roles */
                    roles?: (string[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a SessionChanged. */
                type $Shape = causeway.link.v1.SessionChanged.$Properties;
            }

            /**
             * Properties of a GatewayGone.
             * @deprecated Use causeway.link.v1.GatewayGone.$Properties instead.
             */
            interface IGatewayGone extends causeway.link.v1.GatewayGone.$Properties {
            }

            /** Represents a GatewayGone. */
            class GatewayGone {

                /**
                 * Constructs a new GatewayGone.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.GatewayGone.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GatewayGone gateway. */
                gateway: string;

                /**
                 * Creates a new GatewayGone instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns GatewayGone instance
                 */
                static create(properties: causeway.link.v1.GatewayGone.$Shape): causeway.link.v1.GatewayGone & causeway.link.v1.GatewayGone.$Shape;
                static create(properties?: causeway.link.v1.GatewayGone.$Properties): causeway.link.v1.GatewayGone;

                /**
                 * Encodes the specified GatewayGone message. Does not implicitly {@link causeway.link.v1.GatewayGone.verify|verify} messages.
                 * @param message GatewayGone message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.GatewayGone.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GatewayGone message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.GatewayGone & causeway.link.v1.GatewayGone.$Shape} GatewayGone
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.GatewayGone & causeway.link.v1.GatewayGone.$Shape;
            }

            namespace GatewayGone {

                /** Properties of a GatewayGone. */
                interface $Properties {

                    /** GatewayGone gateway */
                    gateway?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GatewayGone. */
                type $Shape = causeway.link.v1.GatewayGone.$Properties;
            }

            /**
             * Properties of a Fence.
             * @deprecated Use causeway.link.v1.Fence.$Properties instead.
             */
            interface IFence extends causeway.link.v1.Fence.$Properties {
            }

            /** Represents a Fence. */
            class Fence {

                /**
                 * Constructs a new Fence.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.Fence.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Fence at. */
                at: string;

                /**
                 * Creates a new Fence instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Fence instance
                 */
                static create(properties: causeway.link.v1.Fence.$Shape): causeway.link.v1.Fence & causeway.link.v1.Fence.$Shape;
                static create(properties?: causeway.link.v1.Fence.$Properties): causeway.link.v1.Fence;

                /**
                 * Encodes the specified Fence message. Does not implicitly {@link causeway.link.v1.Fence.verify|verify} messages.
                 * @param message Fence message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.Fence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Fence message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Fence & causeway.link.v1.Fence.$Shape} Fence
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.Fence & causeway.link.v1.Fence.$Shape;
            }

            namespace Fence {

                /** Properties of a Fence. */
                interface $Properties {

                    /** Fence at */
                    at?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Fence. */
                type $Shape = causeway.link.v1.Fence.$Properties;
            }

            /**
             * Properties of an Await.
             * @deprecated Use causeway.link.v1.Await.$Properties instead.
             */
            interface IAwait extends causeway.link.v1.Await.$Properties {
            }

            /** Represents an Await. */
            class Await {

                /**
                 * Constructs a new Await.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.Await.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Await at. */
                at: string;

                /** Await via. */
                via: string;

                /**
                 * Creates a new Await instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Await instance
                 */
                static create(properties: causeway.link.v1.Await.$Shape): causeway.link.v1.Await & causeway.link.v1.Await.$Shape;
                static create(properties?: causeway.link.v1.Await.$Properties): causeway.link.v1.Await;

                /**
                 * Encodes the specified Await message. Does not implicitly {@link causeway.link.v1.Await.verify|verify} messages.
                 * @param message Await message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.Await.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Await message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Await & causeway.link.v1.Await.$Shape} Await
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.Await & causeway.link.v1.Await.$Shape;
            }

            namespace Await {

                /** Properties of an Await. */
                interface $Properties {

                    /** Await at */
                    at?: (string|null);

                    /** Await via */
                    via?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Await. */
                type $Shape = causeway.link.v1.Await.$Properties;
            }

            /**
             * Properties of a PushTarget.
             * @deprecated Use causeway.link.v1.PushTarget.$Properties instead.
             */
            interface IPushTarget extends causeway.link.v1.PushTarget.$Properties {
            }

            /** Represents a PushTarget. */
            class PushTarget {

                /**
                 * Constructs a new PushTarget.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.PushTarget.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PushTarget sessions. */
                sessions: string[];

                /** PushTarget user. */
                user: string;

                /** PushTarget users. */
                users: string[];

                /** PushTarget group. */
                group: string;

                /** PushTarget all. */
                all: boolean;

                /** PushTarget except. */
                except: string[];

                /**
                 * Creates a new PushTarget instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PushTarget instance
                 */
                static create(properties: causeway.link.v1.PushTarget.$Shape): causeway.link.v1.PushTarget & causeway.link.v1.PushTarget.$Shape;
                static create(properties?: causeway.link.v1.PushTarget.$Properties): causeway.link.v1.PushTarget;

                /**
                 * Encodes the specified PushTarget message. Does not implicitly {@link causeway.link.v1.PushTarget.verify|verify} messages.
                 * @param message PushTarget message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.PushTarget.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PushTarget message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.PushTarget & causeway.link.v1.PushTarget.$Shape} PushTarget
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.PushTarget & causeway.link.v1.PushTarget.$Shape;
            }

            namespace PushTarget {

                /** Properties of a PushTarget. */
                interface $Properties {

                    /** PushTarget sessions */
                    sessions?: (string[]|null);

                    /** PushTarget user */
                    user?: (string|null);

                    /** PushTarget users */
                    users?: (string[]|null);

                    /** PushTarget group */
                    group?: (string|null);

                    /** PushTarget all */
                    all?: (boolean|null);

                    /** PushTarget except */
                    except?: (string[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PushTarget. */
                type $Shape = causeway.link.v1.PushTarget.$Properties;
            }

            /**
             * Properties of a RelayTarget.
             * @deprecated Use causeway.link.v1.RelayTarget.$Properties instead.
             */
            interface IRelayTarget extends causeway.link.v1.RelayTarget.$Properties {
            }

            /** Represents a RelayTarget. */
            class RelayTarget {

                /**
                 * Constructs a new RelayTarget.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.RelayTarget.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RelayTarget server. */
                server: string;

                /** RelayTarget service. */
                service: string;

                /**
                 * Creates a new RelayTarget instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns RelayTarget instance
                 */
                static create(properties: causeway.link.v1.RelayTarget.$Shape): causeway.link.v1.RelayTarget & causeway.link.v1.RelayTarget.$Shape;
                static create(properties?: causeway.link.v1.RelayTarget.$Properties): causeway.link.v1.RelayTarget;

                /**
                 * Encodes the specified RelayTarget message. Does not implicitly {@link causeway.link.v1.RelayTarget.verify|verify} messages.
                 * @param message RelayTarget message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.RelayTarget.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RelayTarget message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.RelayTarget & causeway.link.v1.RelayTarget.$Shape} RelayTarget
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.RelayTarget & causeway.link.v1.RelayTarget.$Shape;
            }

            namespace RelayTarget {

                /** Properties of a RelayTarget. */
                interface $Properties {

                    /** RelayTarget server */
                    server?: (string|null);

                    /** RelayTarget service */
                    service?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RelayTarget. */
                type $Shape = causeway.link.v1.RelayTarget.$Properties;
            }

            /**
             * Properties of a RelaySource.
             * @deprecated Use causeway.link.v1.RelaySource.$Properties instead.
             */
            interface IRelaySource extends causeway.link.v1.RelaySource.$Properties {
            }

            /** Represents a RelaySource. */
            class RelaySource {

                /**
                 * Constructs a new RelaySource.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.RelaySource.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** RelaySource server. */
                server: string;

                /**
                 * Creates a new RelaySource instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns RelaySource instance
                 */
                static create(properties: causeway.link.v1.RelaySource.$Shape): causeway.link.v1.RelaySource & causeway.link.v1.RelaySource.$Shape;
                static create(properties?: causeway.link.v1.RelaySource.$Properties): causeway.link.v1.RelaySource;

                /**
                 * Encodes the specified RelaySource message. Does not implicitly {@link causeway.link.v1.RelaySource.verify|verify} messages.
                 * @param message RelaySource message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.RelaySource.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a RelaySource message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.RelaySource & causeway.link.v1.RelaySource.$Shape} RelaySource
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.RelaySource & causeway.link.v1.RelaySource.$Shape;
            }

            namespace RelaySource {

                /** Properties of a RelaySource. */
                interface $Properties {

                    /** RelaySource server */
                    server?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a RelaySource. */
                type $Shape = causeway.link.v1.RelaySource.$Properties;
            }

            /**
             * Properties of an Undelivered.
             * @deprecated Use causeway.link.v1.Undelivered.$Properties instead.
             */
            interface IUndelivered extends causeway.link.v1.Undelivered.$Properties {
            }

            /** Represents an Undelivered. */
            class Undelivered {

                /**
                 * Constructs a new Undelivered.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.Undelivered.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Undelivered code. */
                code: number;

                /** Undelivered count. */
                count: number;

                /** Undelivered target. */
                target: string;

                /**
                 * Creates a new Undelivered instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Undelivered instance
                 */
                static create(properties: causeway.link.v1.Undelivered.$Shape): causeway.link.v1.Undelivered & causeway.link.v1.Undelivered.$Shape;
                static create(properties?: causeway.link.v1.Undelivered.$Properties): causeway.link.v1.Undelivered;

                /**
                 * Encodes the specified Undelivered message. Does not implicitly {@link causeway.link.v1.Undelivered.verify|verify} messages.
                 * @param message Undelivered message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.Undelivered.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an Undelivered message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Undelivered & causeway.link.v1.Undelivered.$Shape} Undelivered
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.Undelivered & causeway.link.v1.Undelivered.$Shape;
            }

            namespace Undelivered {

                /** Properties of an Undelivered. */
                interface $Properties {

                    /** Undelivered code */
                    code?: (number|null);

                    /** Undelivered count */
                    count?: (number|null);

                    /** Undelivered target */
                    target?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an Undelivered. */
                type $Shape = causeway.link.v1.Undelivered.$Properties;
            }

            /**
             * Properties of a GroupChange.
             * @deprecated Use causeway.link.v1.GroupChange.$Properties instead.
             */
            interface IGroupChange extends causeway.link.v1.GroupChange.$Properties {
            }

            /** Represents a GroupChange. */
            class GroupChange {

                /**
                 * Constructs a new GroupChange.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.GroupChange.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** GroupChange group. */
                group: string;

                /** GroupChange sessions. */
                sessions: string[];

                /**
                 * Creates a new GroupChange instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns GroupChange instance
                 */
                static create(properties: causeway.link.v1.GroupChange.$Shape): causeway.link.v1.GroupChange & causeway.link.v1.GroupChange.$Shape;
                static create(properties?: causeway.link.v1.GroupChange.$Properties): causeway.link.v1.GroupChange;

                /**
                 * Encodes the specified GroupChange message. Does not implicitly {@link causeway.link.v1.GroupChange.verify|verify} messages.
                 * @param message GroupChange message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.GroupChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a GroupChange message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.GroupChange & causeway.link.v1.GroupChange.$Shape} GroupChange
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.GroupChange & causeway.link.v1.GroupChange.$Shape;
            }

            namespace GroupChange {

                /** Properties of a GroupChange. */
                interface $Properties {

                    /** GroupChange group */
                    group?: (string|null);

                    /** GroupChange sessions */
                    sessions?: (string[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a GroupChange. */
                type $Shape = causeway.link.v1.GroupChange.$Properties;
            }

            /**
             * Properties of an AttributesChange.
             * @deprecated Use causeway.link.v1.AttributesChange.$Properties instead.
             */
            interface IAttributesChange extends causeway.link.v1.AttributesChange.$Properties {
            }

            /** Represents an AttributesChange. */
            class AttributesChange {

                /**
                 * Constructs a new AttributesChange.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.AttributesChange.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AttributesChange set. */
                set: causeway.link.v1.Attribute.$Properties[];

                /** AttributesChange remove. */
                remove: string[];

                /**
                 * Creates a new AttributesChange instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AttributesChange instance
                 */
                static create(properties: causeway.link.v1.AttributesChange.$Shape): causeway.link.v1.AttributesChange & causeway.link.v1.AttributesChange.$Shape;
                static create(properties?: causeway.link.v1.AttributesChange.$Properties): causeway.link.v1.AttributesChange;

                /**
                 * Encodes the specified AttributesChange message. Does not implicitly {@link causeway.link.v1.AttributesChange.verify|verify} messages.
                 * @param message AttributesChange message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.AttributesChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AttributesChange message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.AttributesChange & causeway.link.v1.AttributesChange.$Shape} AttributesChange
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.AttributesChange & causeway.link.v1.AttributesChange.$Shape;
            }

            namespace AttributesChange {

                /** Properties of an AttributesChange. */
                interface $Properties {

                    /** AttributesChange set */
                    set?: (causeway.link.v1.Attribute.$Properties[]|null);

                    /** AttributesChange remove */
                    remove?: (string[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AttributesChange. */
                type $Shape = causeway.link.v1.AttributesChange.$Properties;
            }

            /**
             * Properties of a Kick.
             * @deprecated Use causeway.link.v1.Kick.$Properties instead.
             */
            interface IKick extends causeway.link.v1.Kick.$Properties {
            }

            /** Represents a Kick. */
            class Kick {

                /**
                 * Constructs a new Kick.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.Kick.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Kick session. */
                session: string;

                /** Kick user. */
                user: string;

                /** Kick reason. */
                reason: string;

                /** Kick advice. */
                advice: number;

                /**
                 * Creates a new Kick instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Kick instance
                 */
                static create(properties: causeway.link.v1.Kick.$Shape): causeway.link.v1.Kick & causeway.link.v1.Kick.$Shape;
                static create(properties?: causeway.link.v1.Kick.$Properties): causeway.link.v1.Kick;

                /**
                 * Encodes the specified Kick message. Does not implicitly {@link causeway.link.v1.Kick.verify|verify} messages.
                 * @param message Kick message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.Kick.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Kick message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Kick & causeway.link.v1.Kick.$Shape} Kick
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.Kick & causeway.link.v1.Kick.$Shape;
            }

            namespace Kick {

                /** Properties of a Kick. */
                interface $Properties {

                    /** Kick session */
                    session?: (string|null);

                    /** Kick user */
                    user?: (string|null);

                    /** Kick reason */
                    reason?: (string|null);

                    /** Kick advice */
                    advice?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Kick. */
                type $Shape = causeway.link.v1.Kick.$Properties;
            }

            /**
             * Properties of a Pin.
             * @deprecated Use causeway.link.v1.Pin.$Properties instead.
             */
            interface IPin extends causeway.link.v1.Pin.$Properties {
            }

            /** Represents a Pin. */
            class Pin {

                /**
                 * Constructs a new Pin.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.Pin.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Pin service. */
                service: string;

                /** Pin server. */
                server: string;

                /** Pin key. */
                key: Uint8Array;

                /**
                 * Creates a new Pin instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Pin instance
                 */
                static create(properties: causeway.link.v1.Pin.$Shape): causeway.link.v1.Pin & causeway.link.v1.Pin.$Shape;
                static create(properties?: causeway.link.v1.Pin.$Properties): causeway.link.v1.Pin;

                /**
                 * Encodes the specified Pin message. Does not implicitly {@link causeway.link.v1.Pin.verify|verify} messages.
                 * @param message Pin message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.Pin.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Pin message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Pin & causeway.link.v1.Pin.$Shape} Pin
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.Pin & causeway.link.v1.Pin.$Shape;
            }

            namespace Pin {

                /** Properties of a Pin. */
                interface $Properties {

                    /** Pin service */
                    service?: (string|null);

                    /** Pin server */
                    server?: (string|null);

                    /** Pin key */
                    key?: (Uint8Array|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Pin. */
                type $Shape = causeway.link.v1.Pin.$Properties;
            }

            /**
             * Properties of a Done.
             * @deprecated Use causeway.link.v1.Done.$Properties instead.
             */
            interface IDone extends causeway.link.v1.Done.$Properties {
            }

            /** Represents a Done. */
            class Done {

                /**
                 * Constructs a new Done.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.Done.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Done code. */
                code: number;

                /** Done message. */
                message: string;

                /** Done count. */
                count: number;

                /**
                 * Creates a new Done instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Done instance
                 */
                static create(properties: causeway.link.v1.Done.$Shape): causeway.link.v1.Done & causeway.link.v1.Done.$Shape;
                static create(properties?: causeway.link.v1.Done.$Properties): causeway.link.v1.Done;

                /**
                 * Encodes the specified Done message. Does not implicitly {@link causeway.link.v1.Done.verify|verify} messages.
                 * @param message Done message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.Done.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Done message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Done & causeway.link.v1.Done.$Shape} Done
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.Done & causeway.link.v1.Done.$Shape;
            }

            namespace Done {

                /** Properties of a Done. */
                interface $Properties {

                    /** Done code */
                    code?: (number|null);

                    /** Done message */
                    message?: (string|null);

                    /** Done count */
                    count?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Done. */
                type $Shape = causeway.link.v1.Done.$Properties;
            }

            /**
             * Properties of a Presence.
             * @deprecated Use causeway.link.v1.Presence.$Properties instead.
             */
            interface IPresence extends causeway.link.v1.Presence.$Properties {
            }

            /** Represents a Presence. */
            class Presence {

                /**
                 * Constructs a new Presence.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.Presence.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Presence session. */
                session: string;

                /** Presence user. */
                user: string;

                /** Presence gateway. */
                gateway: string;

                /** Presence sinceEpochMs. */
                sinceEpochMs: number;

                /** Presence device. */
                device: string;

                /** Presence client. */
                client: string;

                /** Presence address. */
                address: string;

                /** Presence attributes. */
                attributes: causeway.link.v1.Attribute.$Properties[];

                /**
                 * Creates a new Presence instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Presence instance
                 */
                static create(properties: causeway.link.v1.Presence.$Shape): causeway.link.v1.Presence & causeway.link.v1.Presence.$Shape;
                static create(properties?: causeway.link.v1.Presence.$Properties): causeway.link.v1.Presence;

                /**
                 * Encodes the specified Presence message. Does not implicitly {@link causeway.link.v1.Presence.verify|verify} messages.
                 * @param message Presence message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.Presence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Presence message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Presence & causeway.link.v1.Presence.$Shape} Presence
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.Presence & causeway.link.v1.Presence.$Shape;
            }

            namespace Presence {

                /** Properties of a Presence. */
                interface $Properties {

                    /** Presence session */
                    session?: (string|null);

                    /** Presence user */
                    user?: (string|null);

                    /** Presence gateway */
                    gateway?: (string|null);

                    /** Presence sinceEpochMs */
                    sinceEpochMs?: (number|null);

                    /** Presence device */
                    device?: (string|null);

                    /** Presence client */
                    client?: (string|null);

                    /** Presence address */
                    address?: (string|null);

                    /** Presence attributes */
                    attributes?: (causeway.link.v1.Attribute.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Presence. */
                type $Shape = causeway.link.v1.Presence.$Properties;
            }

            /**
             * Properties of a PresenceQuery.
             * @deprecated Use causeway.link.v1.PresenceQuery.$Properties instead.
             */
            interface IPresenceQuery extends causeway.link.v1.PresenceQuery.$Properties {
            }

            /** Represents a PresenceQuery. */
            class PresenceQuery {

                /**
                 * Constructs a new PresenceQuery.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.PresenceQuery.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PresenceQuery users. */
                users: string[];

                /**
                 * Creates a new PresenceQuery instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PresenceQuery instance
                 */
                static create(properties: causeway.link.v1.PresenceQuery.$Shape): causeway.link.v1.PresenceQuery & causeway.link.v1.PresenceQuery.$Shape;
                static create(properties?: causeway.link.v1.PresenceQuery.$Properties): causeway.link.v1.PresenceQuery;

                /**
                 * Encodes the specified PresenceQuery message. Does not implicitly {@link causeway.link.v1.PresenceQuery.verify|verify} messages.
                 * @param message PresenceQuery message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.PresenceQuery.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PresenceQuery message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.PresenceQuery & causeway.link.v1.PresenceQuery.$Shape} PresenceQuery
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.PresenceQuery & causeway.link.v1.PresenceQuery.$Shape;
            }

            namespace PresenceQuery {

                /** Properties of a PresenceQuery. */
                interface $Properties {

                    /** PresenceQuery users */
                    users?: (string[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PresenceQuery. */
                type $Shape = causeway.link.v1.PresenceQuery.$Properties;
            }

            /**
             * Properties of a PresenceAnswer.
             * @deprecated Use causeway.link.v1.PresenceAnswer.$Properties instead.
             */
            interface IPresenceAnswer extends causeway.link.v1.PresenceAnswer.$Properties {
            }

            /** Represents a PresenceAnswer. */
            class PresenceAnswer {

                /**
                 * Constructs a new PresenceAnswer.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.PresenceAnswer.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PresenceAnswer code. */
                code: number;

                /** PresenceAnswer message. */
                message: string;

                /** PresenceAnswer sessions. */
                sessions: causeway.link.v1.Presence.$Properties[];

                /**
                 * Creates a new PresenceAnswer instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PresenceAnswer instance
                 */
                static create(properties: causeway.link.v1.PresenceAnswer.$Shape): causeway.link.v1.PresenceAnswer & causeway.link.v1.PresenceAnswer.$Shape;
                static create(properties?: causeway.link.v1.PresenceAnswer.$Properties): causeway.link.v1.PresenceAnswer;

                /**
                 * Encodes the specified PresenceAnswer message. Does not implicitly {@link causeway.link.v1.PresenceAnswer.verify|verify} messages.
                 * @param message PresenceAnswer message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.PresenceAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PresenceAnswer message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.PresenceAnswer & causeway.link.v1.PresenceAnswer.$Shape} PresenceAnswer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.PresenceAnswer & causeway.link.v1.PresenceAnswer.$Shape;
            }

            namespace PresenceAnswer {

                /** Properties of a PresenceAnswer. */
                interface $Properties {

                    /** PresenceAnswer code */
                    code?: (number|null);

                    /** PresenceAnswer message */
                    message?: (string|null);

                    /** PresenceAnswer sessions */
                    sessions?: (causeway.link.v1.Presence.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PresenceAnswer. */
                type $Shape = causeway.link.v1.PresenceAnswer.$Properties;
            }

            /**
             * Properties of a PresenceWatch.
             * @deprecated Use causeway.link.v1.PresenceWatch.$Properties instead.
             */
            interface IPresenceWatch extends causeway.link.v1.PresenceWatch.$Properties {
            }

            /** Represents a PresenceWatch. */
            class PresenceWatch {

                /**
                 * Constructs a new PresenceWatch.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.PresenceWatch.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PresenceWatch watch. */
                watch: number;

                /** PresenceWatch users. */
                users: string[];

                /** PresenceWatch all. */
                all: boolean;

                /**
                 * Creates a new PresenceWatch instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PresenceWatch instance
                 */
                static create(properties: causeway.link.v1.PresenceWatch.$Shape): causeway.link.v1.PresenceWatch & causeway.link.v1.PresenceWatch.$Shape;
                static create(properties?: causeway.link.v1.PresenceWatch.$Properties): causeway.link.v1.PresenceWatch;

                /**
                 * Encodes the specified PresenceWatch message. Does not implicitly {@link causeway.link.v1.PresenceWatch.verify|verify} messages.
                 * @param message PresenceWatch message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.PresenceWatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PresenceWatch message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.PresenceWatch & causeway.link.v1.PresenceWatch.$Shape} PresenceWatch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.PresenceWatch & causeway.link.v1.PresenceWatch.$Shape;
            }

            namespace PresenceWatch {

                /** Properties of a PresenceWatch. */
                interface $Properties {

                    /** PresenceWatch watch */
                    watch?: (number|null);

                    /** PresenceWatch users */
                    users?: (string[]|null);

                    /** PresenceWatch all */
                    all?: (boolean|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PresenceWatch. */
                type $Shape = causeway.link.v1.PresenceWatch.$Properties;
            }

            /**
             * Properties of a PresenceUnwatch.
             * @deprecated Use causeway.link.v1.PresenceUnwatch.$Properties instead.
             */
            interface IPresenceUnwatch extends causeway.link.v1.PresenceUnwatch.$Properties {
            }

            /** Represents a PresenceUnwatch. */
            class PresenceUnwatch {

                /**
                 * Constructs a new PresenceUnwatch.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.PresenceUnwatch.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PresenceUnwatch watch. */
                watch: number;

                /**
                 * Creates a new PresenceUnwatch instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PresenceUnwatch instance
                 */
                static create(properties: causeway.link.v1.PresenceUnwatch.$Shape): causeway.link.v1.PresenceUnwatch & causeway.link.v1.PresenceUnwatch.$Shape;
                static create(properties?: causeway.link.v1.PresenceUnwatch.$Properties): causeway.link.v1.PresenceUnwatch;

                /**
                 * Encodes the specified PresenceUnwatch message. Does not implicitly {@link causeway.link.v1.PresenceUnwatch.verify|verify} messages.
                 * @param message PresenceUnwatch message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.PresenceUnwatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PresenceUnwatch message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.PresenceUnwatch & causeway.link.v1.PresenceUnwatch.$Shape} PresenceUnwatch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.PresenceUnwatch & causeway.link.v1.PresenceUnwatch.$Shape;
            }

            namespace PresenceUnwatch {

                /** Properties of a PresenceUnwatch. */
                interface $Properties {

                    /** PresenceUnwatch watch */
                    watch?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PresenceUnwatch. */
                type $Shape = causeway.link.v1.PresenceUnwatch.$Properties;
            }

            /**
             * Properties of a PresenceEvents.
             * @deprecated Use causeway.link.v1.PresenceEvents.$Properties instead.
             */
            interface IPresenceEvents extends causeway.link.v1.PresenceEvents.$Properties {
            }

            /** Represents a PresenceEvents. */
            class PresenceEvents {

                /**
                 * Constructs a new PresenceEvents.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.PresenceEvents.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PresenceEvents watch. */
                watch: number;

                /** PresenceEvents events. */
                events: causeway.link.v1.PresenceEvent.$Properties[];

                /** PresenceEvents state. */
                state: number;

                /** PresenceEvents code. */
                code: number;

                /**
                 * Creates a new PresenceEvents instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PresenceEvents instance
                 */
                static create(properties: causeway.link.v1.PresenceEvents.$Shape): causeway.link.v1.PresenceEvents & causeway.link.v1.PresenceEvents.$Shape;
                static create(properties?: causeway.link.v1.PresenceEvents.$Properties): causeway.link.v1.PresenceEvents;

                /**
                 * Encodes the specified PresenceEvents message. Does not implicitly {@link causeway.link.v1.PresenceEvents.verify|verify} messages.
                 * @param message PresenceEvents message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.PresenceEvents.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PresenceEvents message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.PresenceEvents & causeway.link.v1.PresenceEvents.$Shape} PresenceEvents
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.PresenceEvents & causeway.link.v1.PresenceEvents.$Shape;
            }

            namespace PresenceEvents {

                /** Properties of a PresenceEvents. */
                interface $Properties {

                    /** PresenceEvents watch */
                    watch?: (number|null);

                    /** PresenceEvents events */
                    events?: (causeway.link.v1.PresenceEvent.$Properties[]|null);

                    /** PresenceEvents state */
                    state?: (number|null);

                    /** PresenceEvents code */
                    code?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PresenceEvents. */
                type $Shape = causeway.link.v1.PresenceEvents.$Properties;
            }

            /**
             * Properties of a PresenceEvent.
             * @deprecated Use causeway.link.v1.PresenceEvent.$Properties instead.
             */
            interface IPresenceEvent extends causeway.link.v1.PresenceEvent.$Properties {
            }

            /** Represents a PresenceEvent. */
            class PresenceEvent {

                /**
                 * Constructs a new PresenceEvent.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.link.v1.PresenceEvent.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** PresenceEvent change. */
                change: number;

                /** PresenceEvent presence. */
                presence?: (causeway.link.v1.Presence.$Properties|null);

                /**
                 * Creates a new PresenceEvent instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns PresenceEvent instance
                 */
                static create(properties: causeway.link.v1.PresenceEvent.$Shape): causeway.link.v1.PresenceEvent & causeway.link.v1.PresenceEvent.$Shape;
                static create(properties?: causeway.link.v1.PresenceEvent.$Properties): causeway.link.v1.PresenceEvent;

                /**
                 * Encodes the specified PresenceEvent message. Does not implicitly {@link causeway.link.v1.PresenceEvent.verify|verify} messages.
                 * @param message PresenceEvent message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.link.v1.PresenceEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a PresenceEvent message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.link.v1.PresenceEvent & causeway.link.v1.PresenceEvent.$Shape} PresenceEvent
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.link.v1.PresenceEvent & causeway.link.v1.PresenceEvent.$Shape;
            }

            namespace PresenceEvent {

                /** Properties of a PresenceEvent. */
                interface $Properties {

                    /** PresenceEvent change */
                    change?: (number|null);

                    /** PresenceEvent presence */
                    presence?: (causeway.link.v1.Presence.$Properties|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a PresenceEvent. */
                type $Shape = causeway.link.v1.PresenceEvent.$Properties;
            }

            /** PresenceChange enum. */
            enum PresenceChange {

                /** CHANGE_NONE value */
                CHANGE_NONE = 0,

                /** ENTERED value */
                ENTERED = 1,

                /** LEFT value */
                LEFT = 2,

                /** CHANGED value */
                CHANGED = 3
            }

            /** PresenceState enum. */
            enum PresenceState {

                /** STATE_NONE value */
                STATE_NONE = 0,

                /** WHOLE value */
                WHOLE = 1,

                /** UNSURE value */
                UNSURE = 2
            }
        }
    }
}
