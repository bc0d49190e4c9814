// Generated from proto/causeway/client.proto by `npm run gen`. Do not edit.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["causeway-client"] || ($protobuf.roots["causeway-client"] = {});

export const causeway = $root.causeway = (() => {

    /**
     * Namespace causeway.
     * @exports causeway
     * @namespace
     */
    const causeway = {};

    causeway.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof causeway
         * @namespace
         */
        const v1 = {};

        v1.Envelope = (function() {

            /**
             * Properties of an Envelope.
             * @typedef {Object} causeway.v1.Envelope.$Properties
             * @property {number|null} [type] Envelope type
             * @property {number|null} [seq] Envelope seq
             * @property {number|null} [code] Envelope code
             * @property {Uint8Array|null} [key] Envelope key
             * @property {Uint8Array|null} [payload] Envelope payload
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Envelope.
             * @memberof causeway.v1
             * @interface IEnvelope
             * @augments causeway.v1.Envelope.$Properties
             * @deprecated Use causeway.v1.Envelope.$Properties instead.
             */

            /**
             * Shape of an Envelope.
             * @typedef {causeway.v1.Envelope.$Properties} causeway.v1.Envelope.$Shape
             */

            /**
             * Constructs a new Envelope.
             * @memberof causeway.v1
             * @classdesc Represents an Envelope.
             * @constructor
             * @param {causeway.v1.Envelope.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Envelope = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Envelope type.
             * @member {number} type
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.type = 0;

            /**
             * Envelope seq.
             * @member {number} seq
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.seq = 0;

            /**
             * Envelope code.
             * @member {number} code
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.code = 0;

            /**
             * Envelope key.
             * @member {Uint8Array} key
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.key = $util.newBuffer([]);

            /**
             * Envelope payload.
             * @member {Uint8Array} payload
             * @memberof causeway.v1.Envelope
             * @instance
             */
            Envelope.prototype.payload = $util.newBuffer([]);

            /**
             * Creates a new Envelope instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Envelope
             * @static
             * @param {causeway.v1.Envelope.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Envelope} Envelope instance
             * @type {{
             *   (properties: causeway.v1.Envelope.$Shape): causeway.v1.Envelope & causeway.v1.Envelope.$Shape;
             *   (properties?: causeway.v1.Envelope.$Properties): causeway.v1.Envelope;
             * }}
             */
            Envelope.create = function(properties) {
                return new Envelope(properties);
            };

            /**
             * Encodes the specified Envelope message. Does not implicitly {@link causeway.v1.Envelope.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Envelope
             * @static
             * @param {causeway.v1.Envelope.$Properties} message Envelope message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Envelope.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.type);
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && message.seq !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.seq);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.code);
                if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.key);
                if (message.payload != null && $Object.hasOwnProperty.call(message, "payload") && message.payload.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.payload);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Envelope message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Envelope
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Envelope & causeway.v1.Envelope.$Shape} Envelope
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Envelope.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.causeway.v1.Envelope();
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
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.key = value;
                            else
                                delete message.key;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payload = value;
                            else
                                delete message.payload;
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

            return Envelope;
        })();

        v1.Failure = (function() {

            /**
             * Properties of a Failure.
             * @typedef {Object} causeway.v1.Failure.$Properties
             * @property {string|null} [message] Failure message
             * @property {number|null} [retryAfterMs] Failure retryAfterMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Failure.
             * @memberof causeway.v1
             * @interface IFailure
             * @augments causeway.v1.Failure.$Properties
             * @deprecated Use causeway.v1.Failure.$Properties instead.
             */

            /**
             * Shape of a Failure.
             * @typedef {causeway.v1.Failure.$Properties} causeway.v1.Failure.$Shape
             */

            /**
             * Constructs a new Failure.
             * @memberof causeway.v1
             * @classdesc Represents a Failure.
             * @constructor
             * @param {causeway.v1.Failure.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Failure = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Failure message.
             * @member {string} message
             * @memberof causeway.v1.Failure
             * @instance
             */
            Failure.prototype.message = "";

            /**
             * Failure retryAfterMs.
             * @member {number} retryAfterMs
             * @memberof causeway.v1.Failure
             * @instance
             */
            Failure.prototype.retryAfterMs = 0;

            /**
             * Creates a new Failure instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Failure
             * @static
             * @param {causeway.v1.Failure.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Failure} Failure instance
             * @type {{
             *   (properties: causeway.v1.Failure.$Shape): causeway.v1.Failure & causeway.v1.Failure.$Shape;
             *   (properties?: causeway.v1.Failure.$Properties): causeway.v1.Failure;
             * }}
             */
            Failure.create = function(properties) {
                return new Failure(properties);
            };

            /**
             * Encodes the specified Failure message. Does not implicitly {@link causeway.v1.Failure.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Failure
             * @static
             * @param {causeway.v1.Failure.$Properties} message Failure message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Failure.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.message);
                if (message.retryAfterMs != null && $Object.hasOwnProperty.call(message, "retryAfterMs") && message.retryAfterMs !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.retryAfterMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Failure message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Failure
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Failure & causeway.v1.Failure.$Shape} Failure
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Failure.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.causeway.v1.Failure();
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
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.retryAfterMs = value;
                            else
                                delete message.retryAfterMs;
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

            return Failure;
        })();

        v1.Hello = (function() {

            /**
             * Properties of a Hello.
             * @typedef {Object} causeway.v1.Hello.$Properties
             * @property {number|null} [protocol] Hello protocol
             * @property {string|null} [token] Hello token
             * @property {string|null} [resume] Hello resume
             * @property {number|null} [received] Hello received
             * @property {number|null} [attempt] Hello attempt
             * @property {boolean|null} [resumable] Hello resumable
             * @property {string|null} [client] Hello client
             * @property {number|null} [heartbeatMs] Hello heartbeatMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Hello.
             * @memberof causeway.v1
             * @interface IHello
             * @augments causeway.v1.Hello.$Properties
             * @deprecated Use causeway.v1.Hello.$Properties instead.
             */

            /**
             * Shape of a Hello.
             * @typedef {causeway.v1.Hello.$Properties} causeway.v1.Hello.$Shape
             */

            /**
             * Constructs a new Hello.
             * @memberof causeway.v1
             * @classdesc Represents a Hello.
             * @constructor
             * @param {causeway.v1.Hello.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Hello = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Hello protocol.
             * @member {number} protocol
             * @memberof causeway.v1.Hello
             * @instance
             */
            Hello.prototype.protocol = 0;

            /**
             * Hello token.
             * @member {string} token
             * @memberof causeway.v1.Hello
             * @instance
             */
            Hello.prototype.token = "";

            /**
             * Hello resume.
             * @member {string} resume
             * @memberof causeway.v1.Hello
             * @instance
             */
            Hello.prototype.resume = "";

            /**
             * Hello received.
             * @member {number} received
             * @memberof causeway.v1.Hello
             * @instance
             */
            Hello.prototype.received = 0;

            /**
             * Hello attempt.
             * @member {number} attempt
             * @memberof causeway.v1.Hello
             * @instance
             */
            Hello.prototype.attempt = 0;

            /**
             * Hello resumable.
             * @member {boolean} resumable
             * @memberof causeway.v1.Hello
             * @instance
             */
            Hello.prototype.resumable = false;

            /**
             * Hello client.
             * @member {string} client
             * @memberof causeway.v1.Hello
             * @instance
             */
            Hello.prototype.client = "";

            /**
             * Hello heartbeatMs.
             * @member {number} heartbeatMs
             * @memberof causeway.v1.Hello
             * @instance
             */
            Hello.prototype.heartbeatMs = 0;

            /**
             * Creates a new Hello instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Hello
             * @static
             * @param {causeway.v1.Hello.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Hello} Hello instance
             * @type {{
             *   (properties: causeway.v1.Hello.$Shape): causeway.v1.Hello & causeway.v1.Hello.$Shape;
             *   (properties?: causeway.v1.Hello.$Properties): causeway.v1.Hello;
             * }}
             */
            Hello.create = function(properties) {
                return new Hello(properties);
            };

            /**
             * Encodes the specified Hello message. Does not implicitly {@link causeway.v1.Hello.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Hello
             * @static
             * @param {causeway.v1.Hello.$Properties} message Hello message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.protocol);
                if (message.token != null && $Object.hasOwnProperty.call(message, "token") && message.token !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.token);
                if (message.resume != null && $Object.hasOwnProperty.call(message, "resume") && message.resume !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.resume);
                if (message.received != null && $Object.hasOwnProperty.call(message, "received") && message.received !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.received);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.attempt);
                if (message.resumable != null && $Object.hasOwnProperty.call(message, "resumable") && message.resumable !== false)
                    writer.uint32(/* id 6, wireType 0 =*/48).bool(message.resumable);
                if (message.client != null && $Object.hasOwnProperty.call(message, "client") && message.client !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.client);
                if (message.heartbeatMs != null && $Object.hasOwnProperty.call(message, "heartbeatMs") && message.heartbeatMs !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.heartbeatMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Hello
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Hello & causeway.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hello.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.causeway.v1.Hello();
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
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.token = value;
                            else
                                delete message.token;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.resume = value;
                            else
                                delete message.resume;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.received = value;
                            else
                                delete message.received;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.resumable = value;
                            else
                                delete message.resumable;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.client = value;
                            else
                                delete message.client;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.heartbeatMs = value;
                            else
                                delete message.heartbeatMs;
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

            return Hello;
        })();

        v1.Welcome = (function() {

            /**
             * Properties of a Welcome.
             * @typedef {Object} causeway.v1.Welcome.$Properties
             * @property {number|null} [protocol] Welcome protocol
             * @property {string|null} [session] Welcome session
             * @property {string|null} [user] Welcome user
             * @property {string|null} [resume] Welcome resume
             * @property {number|null} [resumed] Welcome resumed
             * @property {number|null} [received] Welcome received
             * @property {number|null} [heartbeatMs] Welcome heartbeatMs
             * @property {number|null} [tokenExpiresInMs] Welcome tokenExpiresInMs
             * @property {number|null} [resumeWindowMs] Welcome resumeWindowMs
             * @property {number|null} [frameBytesMax] Welcome frameBytesMax
             * @property {number|null} [requestsMax] Welcome requestsMax
             * @property {string|null} [gateway] Welcome gateway
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Welcome.
             * @memberof causeway.v1
             * @interface IWelcome
             * @augments causeway.v1.Welcome.$Properties
             * @deprecated Use causeway.v1.Welcome.$Properties instead.
             */

            /**
             * Shape of a Welcome.
             * @typedef {causeway.v1.Welcome.$Properties} causeway.v1.Welcome.$Shape
             */

            /**
             * Constructs a new Welcome.
             * @memberof causeway.v1
             * @classdesc Represents a Welcome.
             * @constructor
             * @param {causeway.v1.Welcome.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Welcome = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Welcome protocol.
             * @member {number} protocol
             * @memberof causeway.v1.Welcome
             * @instance
             */
            Welcome.prototype.protocol = 0;

            /**
             * Welcome session.
             * @member {string} session
             * @memberof causeway.v1.Welcome
             * @instance
             */
            Welcome.prototype.session = "";

            /**
             * Welcome user.
             * @member {string} user
             * @memberof causeway.v1.Welcome
             * @instance
             */
            Welcome.prototype.user = "";

            /**
             * Welcome resume.
             * @member {string} resume
             * @memberof causeway.v1.Welcome
             * @instance
             */
            Welcome.prototype.resume = "";

            /**
             * Welcome resumed.
             * @member {number} resumed
             * @memberof causeway.v1.Welcome
             * @instance
             */
            Welcome.prototype.resumed = 0;

            /**
             * Welcome received.
             * @member {number} received
             * @memberof causeway.v1.Welcome
             * @instance
             */
            Welcome.prototype.received = 0;

            /**
             * Welcome heartbeatMs.
             * @member {number} heartbeatMs
             * @memberof causeway.v1.Welcome
             * @instance
             */
            Welcome.prototype.heartbeatMs = 0;

            /**
             * Welcome tokenExpiresInMs.
             * @member {number} tokenExpiresInMs
             * @memberof causeway.v1.Welcome
             * @instance
             */
            Welcome.prototype.tokenExpiresInMs = 0;

            /**
             * Welcome resumeWindowMs.
             * @member {number} resumeWindowMs
             * @memberof causeway.v1.Welcome
             * @instance
             */
            Welcome.prototype.resumeWindowMs = 0;

            /**
             * Welcome frameBytesMax.
             * @member {number} frameBytesMax
             * @memberof causeway.v1.Welcome
             * @instance
             */
            Welcome.prototype.frameBytesMax = 0;

            /**
             * Welcome requestsMax.
             * @member {number} requestsMax
             * @memberof causeway.v1.Welcome
             * @instance
             */
            Welcome.prototype.requestsMax = 0;

            /**
             * Welcome gateway.
             * @member {string} gateway
             * @memberof causeway.v1.Welcome
             * @instance
             */
            Welcome.prototype.gateway = "";

            /**
             * Creates a new Welcome instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Welcome
             * @static
             * @param {causeway.v1.Welcome.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Welcome} Welcome instance
             * @type {{
             *   (properties: causeway.v1.Welcome.$Shape): causeway.v1.Welcome & causeway.v1.Welcome.$Shape;
             *   (properties?: causeway.v1.Welcome.$Properties): causeway.v1.Welcome;
             * }}
             */
            Welcome.create = function(properties) {
                return new Welcome(properties);
            };

            /**
             * Encodes the specified Welcome message. Does not implicitly {@link causeway.v1.Welcome.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Welcome
             * @static
             * @param {causeway.v1.Welcome.$Properties} message Welcome message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Welcome.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.protocol);
                if (message.session != null && $Object.hasOwnProperty.call(message, "session") && message.session !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.session);
                if (message.user != null && $Object.hasOwnProperty.call(message, "user") && message.user !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.user);
                if (message.resume != null && $Object.hasOwnProperty.call(message, "resume") && message.resume !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.resume);
                if (message.resumed != null && $Object.hasOwnProperty.call(message, "resumed") && message.resumed !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.resumed);
                if (message.received != null && $Object.hasOwnProperty.call(message, "received") && message.received !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.received);
                if (message.heartbeatMs != null && $Object.hasOwnProperty.call(message, "heartbeatMs") && message.heartbeatMs !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.heartbeatMs);
                if (message.tokenExpiresInMs != null && $Object.hasOwnProperty.call(message, "tokenExpiresInMs") && message.tokenExpiresInMs !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.tokenExpiresInMs);
                if (message.resumeWindowMs != null && $Object.hasOwnProperty.call(message, "resumeWindowMs") && message.resumeWindowMs !== 0)
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.resumeWindowMs);
                if (message.frameBytesMax != null && $Object.hasOwnProperty.call(message, "frameBytesMax") && message.frameBytesMax !== 0)
                    writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.frameBytesMax);
                if (message.requestsMax != null && $Object.hasOwnProperty.call(message, "requestsMax") && message.requestsMax !== 0)
                    writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.requestsMax);
                if (message.gateway != null && $Object.hasOwnProperty.call(message, "gateway") && message.gateway !== "")
                    writer.uint32(/* id 12, wireType 2 =*/98).string(message.gateway);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Welcome message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Welcome
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Welcome & causeway.v1.Welcome.$Shape} Welcome
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Welcome.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.causeway.v1.Welcome();
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
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.session = value;
                            else
                                delete message.session;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.user = value;
                            else
                                delete message.user;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.resume = value;
                            else
                                delete message.resume;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.resumed = value;
                            else
                                delete message.resumed;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.received = value;
                            else
                                delete message.received;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.heartbeatMs = value;
                            else
                                delete message.heartbeatMs;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.tokenExpiresInMs = value;
                            else
                                delete message.tokenExpiresInMs;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.resumeWindowMs = value;
                            else
                                delete message.resumeWindowMs;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.frameBytesMax = value;
                            else
                                delete message.frameBytesMax;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.requestsMax = value;
                            else
                                delete message.requestsMax;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.gateway = value;
                            else
                                delete message.gateway;
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

            return Welcome;
        })();

        v1.Ack = (function() {

            /**
             * Properties of an Ack.
             * @typedef {Object} causeway.v1.Ack.$Properties
             * @property {number|null} [received] Ack received
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Ack.
             * @memberof causeway.v1
             * @interface IAck
             * @augments causeway.v1.Ack.$Properties
             * @deprecated Use causeway.v1.Ack.$Properties instead.
             */

            /**
             * Shape of an Ack.
             * @typedef {causeway.v1.Ack.$Properties} causeway.v1.Ack.$Shape
             */

            /**
             * Constructs a new Ack.
             * @memberof causeway.v1
             * @classdesc Represents an Ack.
             * @constructor
             * @param {causeway.v1.Ack.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Ack = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Ack received.
             * @member {number} received
             * @memberof causeway.v1.Ack
             * @instance
             */
            Ack.prototype.received = 0;

            /**
             * Creates a new Ack instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Ack
             * @static
             * @param {causeway.v1.Ack.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Ack} Ack instance
             * @type {{
             *   (properties: causeway.v1.Ack.$Shape): causeway.v1.Ack & causeway.v1.Ack.$Shape;
             *   (properties?: causeway.v1.Ack.$Properties): causeway.v1.Ack;
             * }}
             */
            Ack.create = function(properties) {
                return new Ack(properties);
            };

            /**
             * Encodes the specified Ack message. Does not implicitly {@link causeway.v1.Ack.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Ack
             * @static
             * @param {causeway.v1.Ack.$Properties} message Ack message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Ack.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.received != null && $Object.hasOwnProperty.call(message, "received") && message.received !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.received);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Ack message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Ack
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Ack & causeway.v1.Ack.$Shape} Ack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Ack.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.causeway.v1.Ack();
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
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.received = value;
                            else
                                delete message.received;
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

            return Ack;
        })();

        v1.Refresh = (function() {

            /**
             * Properties of a Refresh.
             * @typedef {Object} causeway.v1.Refresh.$Properties
             * @property {string|null} [token] Refresh token
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Refresh.
             * @memberof causeway.v1
             * @interface IRefresh
             * @augments causeway.v1.Refresh.$Properties
             * @deprecated Use causeway.v1.Refresh.$Properties instead.
             */

            /**
             * Shape of a Refresh.
             * @typedef {causeway.v1.Refresh.$Properties} causeway.v1.Refresh.$Shape
             */

            /**
             * Constructs a new Refresh.
             * @memberof causeway.v1
             * @classdesc Represents a Refresh.
             * @constructor
             * @param {causeway.v1.Refresh.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Refresh = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Refresh token.
             * @member {string} token
             * @memberof causeway.v1.Refresh
             * @instance
             */
            Refresh.prototype.token = "";

            /**
             * Creates a new Refresh instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Refresh
             * @static
             * @param {causeway.v1.Refresh.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Refresh} Refresh instance
             * @type {{
             *   (properties: causeway.v1.Refresh.$Shape): causeway.v1.Refresh & causeway.v1.Refresh.$Shape;
             *   (properties?: causeway.v1.Refresh.$Properties): causeway.v1.Refresh;
             * }}
             */
            Refresh.create = function(properties) {
                return new Refresh(properties);
            };

            /**
             * Encodes the specified Refresh message. Does not implicitly {@link causeway.v1.Refresh.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Refresh
             * @static
             * @param {causeway.v1.Refresh.$Properties} message Refresh message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Refresh.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.token != null && $Object.hasOwnProperty.call(message, "token") && message.token !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.token);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Refresh message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Refresh
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Refresh & causeway.v1.Refresh.$Shape} Refresh
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Refresh.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.causeway.v1.Refresh();
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

            return Refresh;
        })();

        v1.Refreshed = (function() {

            /**
             * Properties of a Refreshed.
             * @typedef {Object} causeway.v1.Refreshed.$Properties
             * @property {number|null} [tokenExpiresInMs] Refreshed tokenExpiresInMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Refreshed.
             * @memberof causeway.v1
             * @interface IRefreshed
             * @augments causeway.v1.Refreshed.$Properties
             * @deprecated Use causeway.v1.Refreshed.$Properties instead.
             */

            /**
             * Shape of a Refreshed.
             * @typedef {causeway.v1.Refreshed.$Properties} causeway.v1.Refreshed.$Shape
             */

            /**
             * Constructs a new Refreshed.
             * @memberof causeway.v1
             * @classdesc Represents a Refreshed.
             * @constructor
             * @param {causeway.v1.Refreshed.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Refreshed = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Refreshed tokenExpiresInMs.
             * @member {number} tokenExpiresInMs
             * @memberof causeway.v1.Refreshed
             * @instance
             */
            Refreshed.prototype.tokenExpiresInMs = 0;

            /**
             * Creates a new Refreshed instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Refreshed
             * @static
             * @param {causeway.v1.Refreshed.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Refreshed} Refreshed instance
             * @type {{
             *   (properties: causeway.v1.Refreshed.$Shape): causeway.v1.Refreshed & causeway.v1.Refreshed.$Shape;
             *   (properties?: causeway.v1.Refreshed.$Properties): causeway.v1.Refreshed;
             * }}
             */
            Refreshed.create = function(properties) {
                return new Refreshed(properties);
            };

            /**
             * Encodes the specified Refreshed message. Does not implicitly {@link causeway.v1.Refreshed.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Refreshed
             * @static
             * @param {causeway.v1.Refreshed.$Properties} message Refreshed message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Refreshed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.tokenExpiresInMs != null && $Object.hasOwnProperty.call(message, "tokenExpiresInMs") && message.tokenExpiresInMs !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.tokenExpiresInMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Refreshed message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Refreshed
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Refreshed & causeway.v1.Refreshed.$Shape} Refreshed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Refreshed.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.causeway.v1.Refreshed();
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
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.tokenExpiresInMs = value;
                            else
                                delete message.tokenExpiresInMs;
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

            return Refreshed;
        })();

        v1.GoAway = (function() {

            /**
             * Properties of a GoAway.
             * @typedef {Object} causeway.v1.GoAway.$Properties
             * @property {number|null} [code] GoAway code
             * @property {number|null} [reconnectAfterMs] GoAway reconnectAfterMs
             * @property {string|null} [address] GoAway address
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a GoAway.
             * @memberof causeway.v1
             * @interface IGoAway
             * @augments causeway.v1.GoAway.$Properties
             * @deprecated Use causeway.v1.GoAway.$Properties instead.
             */

            /**
             * Shape of a GoAway.
             * @typedef {causeway.v1.GoAway.$Properties} causeway.v1.GoAway.$Shape
             */

            /**
             * Constructs a new GoAway.
             * @memberof causeway.v1
             * @classdesc Represents a GoAway.
             * @constructor
             * @param {causeway.v1.GoAway.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const GoAway = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * GoAway code.
             * @member {number} code
             * @memberof causeway.v1.GoAway
             * @instance
             */
            GoAway.prototype.code = 0;

            /**
             * GoAway reconnectAfterMs.
             * @member {number} reconnectAfterMs
             * @memberof causeway.v1.GoAway
             * @instance
             */
            GoAway.prototype.reconnectAfterMs = 0;

            /**
             * GoAway address.
             * @member {string} address
             * @memberof causeway.v1.GoAway
             * @instance
             */
            GoAway.prototype.address = "";

            /**
             * Creates a new GoAway instance using the specified properties.
             * @function create
             * @memberof causeway.v1.GoAway
             * @static
             * @param {causeway.v1.GoAway.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.GoAway} GoAway instance
             * @type {{
             *   (properties: causeway.v1.GoAway.$Shape): causeway.v1.GoAway & causeway.v1.GoAway.$Shape;
             *   (properties?: causeway.v1.GoAway.$Properties): causeway.v1.GoAway;
             * }}
             */
            GoAway.create = function(properties) {
                return new GoAway(properties);
            };

            /**
             * Encodes the specified GoAway message. Does not implicitly {@link causeway.v1.GoAway.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.GoAway
             * @static
             * @param {causeway.v1.GoAway.$Properties} message GoAway message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            GoAway.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.code);
                if (message.reconnectAfterMs != null && $Object.hasOwnProperty.call(message, "reconnectAfterMs") && message.reconnectAfterMs !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.reconnectAfterMs);
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.address);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a GoAway message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.GoAway
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.GoAway & causeway.v1.GoAway.$Shape} GoAway
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            GoAway.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.causeway.v1.GoAway();
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
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.reconnectAfterMs = value;
                            else
                                delete message.reconnectAfterMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.address = value;
                            else
                                delete message.address;
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

            return GoAway;
        })();

        v1.Disconnect = (function() {

            /**
             * Properties of a Disconnect.
             * @typedef {Object} causeway.v1.Disconnect.$Properties
             * @property {number|null} [code] Disconnect code
             * @property {string|null} [reason] Disconnect reason
             * @property {number|null} [advice] Disconnect advice
             * @property {number|null} [retryAfterMs] Disconnect retryAfterMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Disconnect.
             * @memberof causeway.v1
             * @interface IDisconnect
             * @augments causeway.v1.Disconnect.$Properties
             * @deprecated Use causeway.v1.Disconnect.$Properties instead.
             */

            /**
             * Shape of a Disconnect.
             * @typedef {causeway.v1.Disconnect.$Properties} causeway.v1.Disconnect.$Shape
             */

            /**
             * Constructs a new Disconnect.
             * @memberof causeway.v1
             * @classdesc Represents a Disconnect.
             * @constructor
             * @param {causeway.v1.Disconnect.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Disconnect = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Disconnect code.
             * @member {number} code
             * @memberof causeway.v1.Disconnect
             * @instance
             */
            Disconnect.prototype.code = 0;

            /**
             * Disconnect reason.
             * @member {string} reason
             * @memberof causeway.v1.Disconnect
             * @instance
             */
            Disconnect.prototype.reason = "";

            /**
             * Disconnect advice.
             * @member {number} advice
             * @memberof causeway.v1.Disconnect
             * @instance
             */
            Disconnect.prototype.advice = 0;

            /**
             * Disconnect retryAfterMs.
             * @member {number} retryAfterMs
             * @memberof causeway.v1.Disconnect
             * @instance
             */
            Disconnect.prototype.retryAfterMs = 0;

            /**
             * Creates a new Disconnect instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Disconnect
             * @static
             * @param {causeway.v1.Disconnect.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Disconnect} Disconnect instance
             * @type {{
             *   (properties: causeway.v1.Disconnect.$Shape): causeway.v1.Disconnect & causeway.v1.Disconnect.$Shape;
             *   (properties?: causeway.v1.Disconnect.$Properties): causeway.v1.Disconnect;
             * }}
             */
            Disconnect.create = function(properties) {
                return new Disconnect(properties);
            };

            /**
             * Encodes the specified Disconnect message. Does not implicitly {@link causeway.v1.Disconnect.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Disconnect
             * @static
             * @param {causeway.v1.Disconnect.$Properties} message Disconnect message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Disconnect.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.code);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.reason);
                if (message.advice != null && $Object.hasOwnProperty.call(message, "advice") && message.advice !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.advice);
                if (message.retryAfterMs != null && $Object.hasOwnProperty.call(message, "retryAfterMs") && message.retryAfterMs !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.retryAfterMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Disconnect message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Disconnect
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Disconnect & causeway.v1.Disconnect.$Shape} Disconnect
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Disconnect.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.causeway.v1.Disconnect();
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
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.advice = value;
                            else
                                delete message.advice;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.retryAfterMs = value;
                            else
                                delete message.retryAfterMs;
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

            return Disconnect;
        })();

        v1.Undelivered = (function() {

            /**
             * Properties of an Undelivered.
             * @typedef {Object} causeway.v1.Undelivered.$Properties
             * @property {number|null} [type] Undelivered type
             * @property {number|null} [code] Undelivered code
             * @property {number|null} [count] Undelivered count
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Undelivered.
             * @memberof causeway.v1
             * @interface IUndelivered
             * @augments causeway.v1.Undelivered.$Properties
             * @deprecated Use causeway.v1.Undelivered.$Properties instead.
             */

            /**
             * Shape of an Undelivered.
             * @typedef {causeway.v1.Undelivered.$Properties} causeway.v1.Undelivered.$Shape
             */

            /**
             * Constructs a new Undelivered.
             * @memberof causeway.v1
             * @classdesc Represents an Undelivered.
             * @constructor
             * @param {causeway.v1.Undelivered.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Undelivered = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Undelivered type.
             * @member {number} type
             * @memberof causeway.v1.Undelivered
             * @instance
             */
            Undelivered.prototype.type = 0;

            /**
             * Undelivered code.
             * @member {number} code
             * @memberof causeway.v1.Undelivered
             * @instance
             */
            Undelivered.prototype.code = 0;

            /**
             * Undelivered count.
             * @member {number} count
             * @memberof causeway.v1.Undelivered
             * @instance
             */
            Undelivered.prototype.count = 0;

            /**
             * Creates a new Undelivered instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Undelivered
             * @static
             * @param {causeway.v1.Undelivered.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Undelivered} Undelivered instance
             * @type {{
             *   (properties: causeway.v1.Undelivered.$Shape): causeway.v1.Undelivered & causeway.v1.Undelivered.$Shape;
             *   (properties?: causeway.v1.Undelivered.$Properties): causeway.v1.Undelivered;
             * }}
             */
            Undelivered.create = function(properties) {
                return new Undelivered(properties);
            };

            /**
             * Encodes the specified Undelivered message. Does not implicitly {@link causeway.v1.Undelivered.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Undelivered
             * @static
             * @param {causeway.v1.Undelivered.$Properties} message Undelivered message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Undelivered.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.type);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.code);
                if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.count);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Undelivered message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Undelivered
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Undelivered & causeway.v1.Undelivered.$Shape} Undelivered
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Undelivered.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.causeway.v1.Undelivered();
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
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.count = value;
                            else
                                delete message.count;
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

            return Undelivered;
        })();

        v1.Lost = (function() {

            /**
             * Properties of a Lost.
             * @typedef {Object} causeway.v1.Lost.$Properties
             * @property {number|null} [count] Lost count
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Lost.
             * @memberof causeway.v1
             * @interface ILost
             * @augments causeway.v1.Lost.$Properties
             * @deprecated Use causeway.v1.Lost.$Properties instead.
             */

            /**
             * Shape of a Lost.
             * @typedef {causeway.v1.Lost.$Properties} causeway.v1.Lost.$Shape
             */

            /**
             * Constructs a new Lost.
             * @memberof causeway.v1
             * @classdesc Represents a Lost.
             * @constructor
             * @param {causeway.v1.Lost.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Lost = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Lost count.
             * @member {number} count
             * @memberof causeway.v1.Lost
             * @instance
             */
            Lost.prototype.count = 0;

            /**
             * Creates a new Lost instance using the specified properties.
             * @function create
             * @memberof causeway.v1.Lost
             * @static
             * @param {causeway.v1.Lost.$Properties=} [properties] Properties to set
             * @returns {causeway.v1.Lost} Lost instance
             * @type {{
             *   (properties: causeway.v1.Lost.$Shape): causeway.v1.Lost & causeway.v1.Lost.$Shape;
             *   (properties?: causeway.v1.Lost.$Properties): causeway.v1.Lost;
             * }}
             */
            Lost.create = function(properties) {
                return new Lost(properties);
            };

            /**
             * Encodes the specified Lost message. Does not implicitly {@link causeway.v1.Lost.verify|verify} messages.
             * @function encode
             * @memberof causeway.v1.Lost
             * @static
             * @param {causeway.v1.Lost.$Properties} message Lost message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Lost.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.count);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Lost message from the specified reader or buffer.
             * @function decode
             * @memberof causeway.v1.Lost
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {causeway.v1.Lost & causeway.v1.Lost.$Shape} Lost
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Lost.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.causeway.v1.Lost();
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
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.count = value;
                            else
                                delete message.count;
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

            return Lost;
        })();

        return v1;
    })();

    return causeway;
})();

export {
  $root as default
};
