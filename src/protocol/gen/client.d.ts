// Generated from proto/causeway/client.proto by `npm run gen`. Do not edit.
import * as $protobuf from "protobufjs/minimal.js";

/** Namespace causeway. */
export namespace causeway {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of an Envelope.
         * @deprecated Use causeway.v1.Envelope.$Properties instead.
         */
        interface IEnvelope extends causeway.v1.Envelope.$Properties {
        }

        /** Represents an Envelope. */
        class Envelope {

            /**
             * Constructs a new Envelope.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Envelope.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Envelope type. */
            type: number;

            /** Envelope seq. */
            seq: number;

            /** Envelope code. */
            code: number;

            /** Envelope key. */
            key: Uint8Array;

            /** Envelope payload. */
            payload: Uint8Array;

            /**
             * Creates a new Envelope instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Envelope instance
             */
            static create(properties: causeway.v1.Envelope.$Shape): causeway.v1.Envelope & causeway.v1.Envelope.$Shape;
            static create(properties?: causeway.v1.Envelope.$Properties): causeway.v1.Envelope;

            /**
             * Encodes the specified Envelope message. Does not implicitly {@link causeway.v1.Envelope.verify|verify} messages.
             * @param message Envelope message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Envelope.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Envelope message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Envelope & causeway.v1.Envelope.$Shape} Envelope
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Envelope & causeway.v1.Envelope.$Shape;
        }

        namespace Envelope {

            /** Properties of an Envelope. */
            interface $Properties {

                /** Envelope type */
                type?: (number|null);

                /** Envelope seq */
                seq?: (number|null);

                /** Envelope code */
                code?: (number|null);

                /** Envelope key */
                key?: (Uint8Array|null);

                /** Envelope payload */
                payload?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Envelope. */
            type $Shape = causeway.v1.Envelope.$Properties;
        }

        /**
         * Properties of a Failure.
         * @deprecated Use causeway.v1.Failure.$Properties instead.
         */
        interface IFailure extends causeway.v1.Failure.$Properties {
        }

        /** Represents a Failure. */
        class Failure {

            /**
             * Constructs a new Failure.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Failure.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Failure message. */
            message: string;

            /** Failure retryAfterMs. */
            retryAfterMs: number;

            /**
             * Creates a new Failure instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Failure instance
             */
            static create(properties: causeway.v1.Failure.$Shape): causeway.v1.Failure & causeway.v1.Failure.$Shape;
            static create(properties?: causeway.v1.Failure.$Properties): causeway.v1.Failure;

            /**
             * Encodes the specified Failure message. Does not implicitly {@link causeway.v1.Failure.verify|verify} messages.
             * @param message Failure message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Failure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Failure message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Failure & causeway.v1.Failure.$Shape} Failure
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Failure & causeway.v1.Failure.$Shape;
        }

        namespace Failure {

            /** Properties of a Failure. */
            interface $Properties {

                /** Failure message */
                message?: (string|null);

                /** Failure retryAfterMs */
                retryAfterMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Failure. */
            type $Shape = causeway.v1.Failure.$Properties;
        }

        /**
         * Properties of a Hello.
         * @deprecated Use causeway.v1.Hello.$Properties instead.
         */
        interface IHello extends causeway.v1.Hello.$Properties {
        }

        /** Represents a Hello. */
        class Hello {

            /**
             * Constructs a new Hello.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Hello.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Hello protocol. */
            protocol: number;

            /** Hello token. */
            token: string;

            /** Hello resume. */
            resume: string;

            /** Hello received. */
            received: number;

            /** Hello attempt. */
            attempt: number;

            /** Hello resumable. */
            resumable: boolean;

            /** Hello client. */
            client: string;

            /** Hello heartbeatMs. */
            heartbeatMs: number;

            /**
             * Creates a new Hello instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Hello instance
             */
            static create(properties: causeway.v1.Hello.$Shape): causeway.v1.Hello & causeway.v1.Hello.$Shape;
            static create(properties?: causeway.v1.Hello.$Properties): causeway.v1.Hello;

            /**
             * Encodes the specified Hello message. Does not implicitly {@link causeway.v1.Hello.verify|verify} messages.
             * @param message Hello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Hello & causeway.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Hello & causeway.v1.Hello.$Shape;
        }

        namespace Hello {

            /** Properties of a Hello. */
            interface $Properties {

                /** Hello protocol */
                protocol?: (number|null);

                /** Hello token */
                token?: (string|null);

                /** Hello resume */
                resume?: (string|null);

                /** Hello received */
                received?: (number|null);

                /** Hello attempt */
                attempt?: (number|null);

                /** Hello resumable */
                resumable?: (boolean|null);

                /** Hello client */
                client?: (string|null);

                /** Hello heartbeatMs */
                heartbeatMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Hello. */
            type $Shape = causeway.v1.Hello.$Properties;
        }

        /**
         * Properties of a Welcome.
         * @deprecated Use causeway.v1.Welcome.$Properties instead.
         */
        interface IWelcome extends causeway.v1.Welcome.$Properties {
        }

        /** Represents a Welcome. */
        class Welcome {

            /**
             * Constructs a new Welcome.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Welcome.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Welcome protocol. */
            protocol: number;

            /** Welcome session. */
            session: string;

            /** Welcome user. */
            user: string;

            /** Welcome resume. */
            resume: string;

            /** Welcome resumed. */
            resumed: number;

            /** Welcome received. */
            received: number;

            /** Welcome heartbeatMs. */
            heartbeatMs: number;

            /** Welcome tokenExpiresInMs. */
            tokenExpiresInMs: number;

            /** Welcome resumeWindowMs. */
            resumeWindowMs: number;

            /** Welcome frameBytesMax. */
            frameBytesMax: number;

            /** Welcome requestsMax. */
            requestsMax: number;

            /** Welcome gateway. */
            gateway: string;

            /**
             * Creates a new Welcome instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Welcome instance
             */
            static create(properties: causeway.v1.Welcome.$Shape): causeway.v1.Welcome & causeway.v1.Welcome.$Shape;
            static create(properties?: causeway.v1.Welcome.$Properties): causeway.v1.Welcome;

            /**
             * Encodes the specified Welcome message. Does not implicitly {@link causeway.v1.Welcome.verify|verify} messages.
             * @param message Welcome message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Welcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Welcome message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Welcome & causeway.v1.Welcome.$Shape} Welcome
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Welcome & causeway.v1.Welcome.$Shape;
        }

        namespace Welcome {

            /** Properties of a Welcome. */
            interface $Properties {

                /** Welcome protocol */
                protocol?: (number|null);

                /** Welcome session */
                session?: (string|null);

                /** Welcome user */
                user?: (string|null);

                /** Welcome resume */
                resume?: (string|null);

                /** Welcome resumed */
                resumed?: (number|null);

                /** Welcome received */
                received?: (number|null);

                /** Welcome heartbeatMs */
                heartbeatMs?: (number|null);

                /** Welcome tokenExpiresInMs */
                tokenExpiresInMs?: (number|null);

                /** Welcome resumeWindowMs */
                resumeWindowMs?: (number|null);

                /** Welcome frameBytesMax */
                frameBytesMax?: (number|null);

                /** Welcome requestsMax */
                requestsMax?: (number|null);

                /** Welcome gateway */
                gateway?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Welcome. */
            type $Shape = causeway.v1.Welcome.$Properties;
        }

        /**
         * Properties of an Ack.
         * @deprecated Use causeway.v1.Ack.$Properties instead.
         */
        interface IAck extends causeway.v1.Ack.$Properties {
        }

        /** Represents an Ack. */
        class Ack {

            /**
             * Constructs a new Ack.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Ack.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Ack received. */
            received: number;

            /**
             * Creates a new Ack instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Ack instance
             */
            static create(properties: causeway.v1.Ack.$Shape): causeway.v1.Ack & causeway.v1.Ack.$Shape;
            static create(properties?: causeway.v1.Ack.$Properties): causeway.v1.Ack;

            /**
             * Encodes the specified Ack message. Does not implicitly {@link causeway.v1.Ack.verify|verify} messages.
             * @param message Ack message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Ack.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Ack message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Ack & causeway.v1.Ack.$Shape} Ack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Ack & causeway.v1.Ack.$Shape;
        }

        namespace Ack {

            /** Properties of an Ack. */
            interface $Properties {

                /** Ack received */
                received?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Ack. */
            type $Shape = causeway.v1.Ack.$Properties;
        }

        /**
         * Properties of a Refresh.
         * @deprecated Use causeway.v1.Refresh.$Properties instead.
         */
        interface IRefresh extends causeway.v1.Refresh.$Properties {
        }

        /** Represents a Refresh. */
        class Refresh {

            /**
             * Constructs a new Refresh.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Refresh.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Refresh token. */
            token: string;

            /**
             * Creates a new Refresh instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Refresh instance
             */
            static create(properties: causeway.v1.Refresh.$Shape): causeway.v1.Refresh & causeway.v1.Refresh.$Shape;
            static create(properties?: causeway.v1.Refresh.$Properties): causeway.v1.Refresh;

            /**
             * Encodes the specified Refresh message. Does not implicitly {@link causeway.v1.Refresh.verify|verify} messages.
             * @param message Refresh message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Refresh.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Refresh message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Refresh & causeway.v1.Refresh.$Shape} Refresh
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Refresh & causeway.v1.Refresh.$Shape;
        }

        namespace Refresh {

            /** Properties of a Refresh. */
            interface $Properties {

                /** Refresh token */
                token?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Refresh. */
            type $Shape = causeway.v1.Refresh.$Properties;
        }

        /**
         * Properties of a Refreshed.
         * @deprecated Use causeway.v1.Refreshed.$Properties instead.
         */
        interface IRefreshed extends causeway.v1.Refreshed.$Properties {
        }

        /** Represents a Refreshed. */
        class Refreshed {

            /**
             * Constructs a new Refreshed.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Refreshed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Refreshed tokenExpiresInMs. */
            tokenExpiresInMs: number;

            /**
             * Creates a new Refreshed instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Refreshed instance
             */
            static create(properties: causeway.v1.Refreshed.$Shape): causeway.v1.Refreshed & causeway.v1.Refreshed.$Shape;
            static create(properties?: causeway.v1.Refreshed.$Properties): causeway.v1.Refreshed;

            /**
             * Encodes the specified Refreshed message. Does not implicitly {@link causeway.v1.Refreshed.verify|verify} messages.
             * @param message Refreshed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Refreshed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Refreshed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Refreshed & causeway.v1.Refreshed.$Shape} Refreshed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Refreshed & causeway.v1.Refreshed.$Shape;
        }

        namespace Refreshed {

            /** Properties of a Refreshed. */
            interface $Properties {

                /** Refreshed tokenExpiresInMs */
                tokenExpiresInMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Refreshed. */
            type $Shape = causeway.v1.Refreshed.$Properties;
        }

        /**
         * Properties of a GoAway.
         * @deprecated Use causeway.v1.GoAway.$Properties instead.
         */
        interface IGoAway extends causeway.v1.GoAway.$Properties {
        }

        /** Represents a GoAway. */
        class GoAway {

            /**
             * Constructs a new GoAway.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.GoAway.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** GoAway code. */
            code: number;

            /** GoAway reconnectAfterMs. */
            reconnectAfterMs: number;

            /** GoAway address. */
            address: string;

            /**
             * Creates a new GoAway instance using the specified properties.
             * @param [properties] Properties to set
             * @returns GoAway instance
             */
            static create(properties: causeway.v1.GoAway.$Shape): causeway.v1.GoAway & causeway.v1.GoAway.$Shape;
            static create(properties?: causeway.v1.GoAway.$Properties): causeway.v1.GoAway;

            /**
             * Encodes the specified GoAway message. Does not implicitly {@link causeway.v1.GoAway.verify|verify} messages.
             * @param message GoAway message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.GoAway.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a GoAway message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.GoAway & causeway.v1.GoAway.$Shape} GoAway
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.GoAway & causeway.v1.GoAway.$Shape;
        }

        namespace GoAway {

            /** Properties of a GoAway. */
            interface $Properties {

                /** GoAway code */
                code?: (number|null);

                /** GoAway reconnectAfterMs */
                reconnectAfterMs?: (number|null);

                /** GoAway address */
                address?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a GoAway. */
            type $Shape = causeway.v1.GoAway.$Properties;
        }

        /**
         * Properties of a Disconnect.
         * @deprecated Use causeway.v1.Disconnect.$Properties instead.
         */
        interface IDisconnect extends causeway.v1.Disconnect.$Properties {
        }

        /** Represents a Disconnect. */
        class Disconnect {

            /**
             * Constructs a new Disconnect.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Disconnect.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Disconnect code. */
            code: number;

            /** Disconnect reason. */
            reason: string;

            /** Disconnect advice. */
            advice: number;

            /** Disconnect retryAfterMs. */
            retryAfterMs: number;

            /**
             * Creates a new Disconnect instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Disconnect instance
             */
            static create(properties: causeway.v1.Disconnect.$Shape): causeway.v1.Disconnect & causeway.v1.Disconnect.$Shape;
            static create(properties?: causeway.v1.Disconnect.$Properties): causeway.v1.Disconnect;

            /**
             * Encodes the specified Disconnect message. Does not implicitly {@link causeway.v1.Disconnect.verify|verify} messages.
             * @param message Disconnect message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Disconnect.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Disconnect message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Disconnect & causeway.v1.Disconnect.$Shape} Disconnect
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Disconnect & causeway.v1.Disconnect.$Shape;
        }

        namespace Disconnect {

            /** Properties of a Disconnect. */
            interface $Properties {

                /** Disconnect code */
                code?: (number|null);

                /** Disconnect reason */
                reason?: (string|null);

                /** Disconnect advice */
                advice?: (number|null);

                /** Disconnect retryAfterMs */
                retryAfterMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Disconnect. */
            type $Shape = causeway.v1.Disconnect.$Properties;
        }

        /**
         * Properties of an Undelivered.
         * @deprecated Use causeway.v1.Undelivered.$Properties instead.
         */
        interface IUndelivered extends causeway.v1.Undelivered.$Properties {
        }

        /** Represents an Undelivered. */
        class Undelivered {

            /**
             * Constructs a new Undelivered.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Undelivered.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Undelivered type. */
            type: number;

            /** Undelivered code. */
            code: number;

            /** Undelivered count. */
            count: number;

            /**
             * Creates a new Undelivered instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Undelivered instance
             */
            static create(properties: causeway.v1.Undelivered.$Shape): causeway.v1.Undelivered & causeway.v1.Undelivered.$Shape;
            static create(properties?: causeway.v1.Undelivered.$Properties): causeway.v1.Undelivered;

            /**
             * Encodes the specified Undelivered message. Does not implicitly {@link causeway.v1.Undelivered.verify|verify} messages.
             * @param message Undelivered message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Undelivered.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Undelivered message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Undelivered & causeway.v1.Undelivered.$Shape} Undelivered
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Undelivered & causeway.v1.Undelivered.$Shape;
        }

        namespace Undelivered {

            /** Properties of an Undelivered. */
            interface $Properties {

                /** Undelivered type */
                type?: (number|null);

                /** Undelivered code */
                code?: (number|null);

                /** Undelivered count */
                count?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Undelivered. */
            type $Shape = causeway.v1.Undelivered.$Properties;
        }

        /**
         * Properties of a Lost.
         * @deprecated Use causeway.v1.Lost.$Properties instead.
         */
        interface ILost extends causeway.v1.Lost.$Properties {
        }

        /** Represents a Lost. */
        class Lost {

            /**
             * Constructs a new Lost.
             * @param [properties] Properties to set
             */
            constructor(properties?: causeway.v1.Lost.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Lost count. */
            count: number;

            /**
             * Creates a new Lost instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Lost instance
             */
            static create(properties: causeway.v1.Lost.$Shape): causeway.v1.Lost & causeway.v1.Lost.$Shape;
            static create(properties?: causeway.v1.Lost.$Properties): causeway.v1.Lost;

            /**
             * Encodes the specified Lost message. Does not implicitly {@link causeway.v1.Lost.verify|verify} messages.
             * @param message Lost message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: causeway.v1.Lost.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Lost message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {causeway.v1.Lost & causeway.v1.Lost.$Shape} Lost
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.v1.Lost & causeway.v1.Lost.$Shape;
        }

        namespace Lost {

            /** Properties of a Lost. */
            interface $Properties {

                /** Lost count */
                count?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Lost. */
            type $Shape = causeway.v1.Lost.$Properties;
        }
    }
}
