// Generated from proto/causeway/auth.proto by `npm run gen`. Do not edit.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["causeway-auth"] || ($protobuf.roots["causeway-auth"] = {});

export const causeway = $root.causeway = (() => {

    /**
     * Namespace causeway.
     * @exports causeway
     * @namespace
     */
    const causeway = {};

    causeway.auth = (function() {

        /**
         * Namespace auth.
         * @memberof causeway
         * @namespace
         */
        const auth = {};

        auth.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof causeway.auth
             * @namespace
             */
            const v1 = {};

            v1.AuthRequest = (function() {

                /**
                 * Properties of an AuthRequest.
                 * @typedef {Object} causeway.auth.v1.AuthRequest.$Properties
                 * @property {string|null} [token] AuthRequest token
                 * @property {string|null} [address] AuthRequest address
                 * @property {string|null} [client] AuthRequest client
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AuthRequest.
                 * @memberof causeway.auth.v1
                 * @interface IAuthRequest
                 * @augments causeway.auth.v1.AuthRequest.$Properties
                 * @deprecated Use causeway.auth.v1.AuthRequest.$Properties instead.
                 */

                /**
                 * Shape of an AuthRequest.
                 * @typedef {causeway.auth.v1.AuthRequest.$Properties} causeway.auth.v1.AuthRequest.$Shape
                 */

                /**
                 * Constructs a new AuthRequest.
                 * @memberof causeway.auth.v1
                 * @classdesc Represents an AuthRequest.
                 * @constructor
                 * @param {causeway.auth.v1.AuthRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AuthRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AuthRequest token.
                 * @member {string} token
                 * @memberof causeway.auth.v1.AuthRequest
                 * @instance
                 */
                AuthRequest.prototype.token = "";

                /**
                 * AuthRequest address.
                 * @member {string} address
                 * @memberof causeway.auth.v1.AuthRequest
                 * @instance
                 */
                AuthRequest.prototype.address = "";

                /**
                 * AuthRequest client.
                 * @member {string} client
                 * @memberof causeway.auth.v1.AuthRequest
                 * @instance
                 */
                AuthRequest.prototype.client = "";

                /**
                 * Creates a new AuthRequest instance using the specified properties.
                 * @function create
                 * @memberof causeway.auth.v1.AuthRequest
                 * @static
                 * @param {causeway.auth.v1.AuthRequest.$Properties=} [properties] Properties to set
                 * @returns {causeway.auth.v1.AuthRequest} AuthRequest instance
                 * @type {{
                 *   (properties: causeway.auth.v1.AuthRequest.$Shape): causeway.auth.v1.AuthRequest & causeway.auth.v1.AuthRequest.$Shape;
                 *   (properties?: causeway.auth.v1.AuthRequest.$Properties): causeway.auth.v1.AuthRequest;
                 * }}
                 */
                AuthRequest.create = function(properties) {
                    return new AuthRequest(properties);
                };

                /**
                 * Encodes the specified AuthRequest message. Does not implicitly {@link causeway.auth.v1.AuthRequest.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.auth.v1.AuthRequest
                 * @static
                 * @param {causeway.auth.v1.AuthRequest.$Properties} message AuthRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AuthRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.token != null && $Object.hasOwnProperty.call(message, "token") && message.token !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.token);
                    if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.address);
                    if (message.client != null && $Object.hasOwnProperty.call(message, "client") && message.client !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.client);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AuthRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.auth.v1.AuthRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.auth.v1.AuthRequest & causeway.auth.v1.AuthRequest.$Shape} AuthRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AuthRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.causeway.auth.v1.AuthRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.token = value;
                                else
                                    delete message.token;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.address = value;
                                else
                                    delete message.address;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.client = value;
                                else
                                    delete message.client;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AuthRequest;
            })();

            v1.AuthReply = (function() {

                /**
                 * Properties of an AuthReply.
                 * @typedef {Object} causeway.auth.v1.AuthReply.$Properties
                 * @property {string|null} [user] AuthReply user
                 * @property {Array.<string>|null} [roles] AuthReply roles
                 * @property {Object.<string,string>|null} [attributes] AuthReply attributes
                 * @property {number|null} [expiresInMs] AuthReply expiresInMs
                 * @property {string|null} [device] AuthReply device
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AuthReply.
                 * @memberof causeway.auth.v1
                 * @interface IAuthReply
                 * @augments causeway.auth.v1.AuthReply.$Properties
                 * @deprecated Use causeway.auth.v1.AuthReply.$Properties instead.
                 */

                /**
                 * Shape of an AuthReply.
                 * @typedef {causeway.auth.v1.AuthReply.$Properties} causeway.auth.v1.AuthReply.$Shape
                 */

                /**
                 * Constructs a new AuthReply.
                 * @memberof causeway.auth.v1
                 * @classdesc Represents an AuthReply.
                 * @constructor
                 * @param {causeway.auth.v1.AuthReply.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AuthReply = function (properties) {
                    this.roles = [];
                    this.attributes = {};
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AuthReply user.
                 * @member {string} user
                 * @memberof causeway.auth.v1.AuthReply
                 * @instance
                 */
                AuthReply.prototype.user = "";

                /**
                 * AuthReply roles.
                 * @member {Array.<string>} roles
                 * @memberof causeway.auth.v1.AuthReply
                 * @instance
                 */
                AuthReply.prototype.roles = $util.emptyArray;

                /**
                 * AuthReply attributes.
                 * @member {Object.<string,string>} attributes
                 * @memberof causeway.auth.v1.AuthReply
                 * @instance
                 */
                AuthReply.prototype.attributes = $util.emptyObject;

                /**
                 * AuthReply expiresInMs.
                 * @member {number} expiresInMs
                 * @memberof causeway.auth.v1.AuthReply
                 * @instance
                 */
                AuthReply.prototype.expiresInMs = 0;

                /**
                 * AuthReply device.
                 * @member {string} device
                 * @memberof causeway.auth.v1.AuthReply
                 * @instance
                 */
                AuthReply.prototype.device = "";

                /**
                 * Creates a new AuthReply instance using the specified properties.
                 * @function create
                 * @memberof causeway.auth.v1.AuthReply
                 * @static
                 * @param {causeway.auth.v1.AuthReply.$Properties=} [properties] Properties to set
                 * @returns {causeway.auth.v1.AuthReply} AuthReply instance
                 * @type {{
                 *   (properties: causeway.auth.v1.AuthReply.$Shape): causeway.auth.v1.AuthReply & causeway.auth.v1.AuthReply.$Shape;
                 *   (properties?: causeway.auth.v1.AuthReply.$Properties): causeway.auth.v1.AuthReply;
                 * }}
                 */
                AuthReply.create = function(properties) {
                    return new AuthReply(properties);
                };

                /**
                 * Encodes the specified AuthReply message. Does not implicitly {@link causeway.auth.v1.AuthReply.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.auth.v1.AuthReply
                 * @static
                 * @param {causeway.auth.v1.AuthReply.$Properties} message AuthReply message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AuthReply.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.user != null && $Object.hasOwnProperty.call(message, "user") && message.user !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.user);
                    if (message.roles != null && message.roles.length)
                        for (let i = 0; i < message.roles.length; ++i)
                            writer.uint32(/* id 2, wireType 2 =*/18).string(message.roles[i]);
                    if (message.attributes != null && $Object.hasOwnProperty.call(message, "attributes"))
                        for (let keys = $Object.keys(message.attributes), i = 0; i < keys.length; ++i)
                            writer.uint32(/* id 3, wireType 2 =*/26).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.attributes[keys[i]]).ldelim();
                    if (message.expiresInMs != null && $Object.hasOwnProperty.call(message, "expiresInMs") && message.expiresInMs !== 0)
                        writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.expiresInMs);
                    if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.device);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AuthReply message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.auth.v1.AuthReply
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.auth.v1.AuthReply & causeway.auth.v1.AuthReply.$Shape} AuthReply
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AuthReply.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, key, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.causeway.auth.v1.AuthReply();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.user = value;
                                else
                                    delete message.user;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.roles && message.roles.length))
                                    message.roles = [];
                                message.roles.push(reader.stringVerify());
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if (message.attributes === $util.emptyObject)
                                    message.attributes = {};
                                let end2 = reader.size() + reader.pos;
                                if (end2 > reader.len)
                                    throw $RangeError("index out of range");
                                reader.len = end2;
                                key = "";
                                value = "";
                                while (reader.pos < end2) {
                                    let tag2 = reader.tag();
                                    wireType = tag2 & 7;
                                    switch (tag2 >>>= 3) {
                                    case 1:
                                        if (wireType !== 2)
                                            break;
                                        key = reader.stringVerify();
                                        continue;
                                    case 2:
                                        if (wireType !== 2)
                                            break;
                                        value = reader.stringVerify();
                                        continue;
                                    }
                                    reader.skipType(wireType, _depth, tag2);
                                }
                                if (reader.pos !== end2)
                                    throw $RangeError("index out of range");
                                reader.len = end;
                                if (key === "__proto__")
                                    $util.makeProp(message.attributes, key);
                                message.attributes[key] = value;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.expiresInMs = value;
                                else
                                    delete message.expiresInMs;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.device = value;
                                else
                                    delete message.device;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return AuthReply;
            })();

            return v1;
        })();

        return auth;
    })();

    return causeway;
})();

export {
  $root as default
};
