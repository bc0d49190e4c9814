// Generated from proto/causeway/auth.proto by `npm run gen`. Do not edit.
import * as $protobuf from "protobufjs/minimal.js";

/** Namespace causeway. */
export namespace causeway {

    /** Namespace auth. */
    namespace auth {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of an AuthRequest.
             * @deprecated Use causeway.auth.v1.AuthRequest.$Properties instead.
             */
            interface IAuthRequest extends causeway.auth.v1.AuthRequest.$Properties {
            }

            /** Represents an AuthRequest. */
            class AuthRequest {

                /**
                 * Constructs a new AuthRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.auth.v1.AuthRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AuthRequest token. */
                token: string;

                /** AuthRequest address. */
                address: string;

                /** AuthRequest client. */
                client: string;

                /**
                 * Creates a new AuthRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AuthRequest instance
                 */
                static create(properties: causeway.auth.v1.AuthRequest.$Shape): causeway.auth.v1.AuthRequest & causeway.auth.v1.AuthRequest.$Shape;
                static create(properties?: causeway.auth.v1.AuthRequest.$Properties): causeway.auth.v1.AuthRequest;

                /**
                 * Encodes the specified AuthRequest message. Does not implicitly {@link causeway.auth.v1.AuthRequest.verify|verify} messages.
                 * @param message AuthRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.auth.v1.AuthRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AuthRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.auth.v1.AuthRequest & causeway.auth.v1.AuthRequest.$Shape} AuthRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.auth.v1.AuthRequest & causeway.auth.v1.AuthRequest.$Shape;
            }

            namespace AuthRequest {

                /** Properties of an AuthRequest. */
                interface $Properties {

                    /** AuthRequest token */
                    token?: (string|null);

                    /** AuthRequest address */
                    address?: (string|null);

                    /** AuthRequest client */
                    client?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AuthRequest. */
                type $Shape = causeway.auth.v1.AuthRequest.$Properties;
            }

            /**
             * Properties of an AuthReply.
             * @deprecated Use causeway.auth.v1.AuthReply.$Properties instead.
             */
            interface IAuthReply extends causeway.auth.v1.AuthReply.$Properties {
            }

            /** Represents an AuthReply. */
            class AuthReply {

                /**
                 * Constructs a new AuthReply.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: causeway.auth.v1.AuthReply.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** AuthReply user. */
                user: string;

                /** AuthReply roles. */
                roles: string[];

                /** AuthReply attributes. */
                attributes: { [k: string]: string };

                /** AuthReply expiresInMs. */
                expiresInMs: number;

                /** AuthReply device. */
                device: string;

                /**
                 * Creates a new AuthReply instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns AuthReply instance
                 */
                static create(properties: causeway.auth.v1.AuthReply.$Shape): causeway.auth.v1.AuthReply & causeway.auth.v1.AuthReply.$Shape;
                static create(properties?: causeway.auth.v1.AuthReply.$Properties): causeway.auth.v1.AuthReply;

                /**
                 * Encodes the specified AuthReply message. Does not implicitly {@link causeway.auth.v1.AuthReply.verify|verify} messages.
                 * @param message AuthReply message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: causeway.auth.v1.AuthReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an AuthReply message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {causeway.auth.v1.AuthReply & causeway.auth.v1.AuthReply.$Shape} AuthReply
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): causeway.auth.v1.AuthReply & causeway.auth.v1.AuthReply.$Shape;
            }

            namespace AuthReply {

                /** Properties of an AuthReply. */
                interface $Properties {

                    /** AuthReply user */
                    user?: (string|null);

                    /** AuthReply roles */
                    roles?: (string[]|null);

                    /** AuthReply attributes */
                    attributes?: ({ [k: string]: string }|null);

                    /** AuthReply expiresInMs */
                    expiresInMs?: (number|null);

                    /** AuthReply device */
                    device?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an AuthReply. */
                type $Shape = causeway.auth.v1.AuthReply.$Properties;
            }
        }
    }
}
