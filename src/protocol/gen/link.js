// Generated from proto/causeway/link.proto by `npm run gen`. Do not edit.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["causeway-link"] || ($protobuf.roots["causeway-link"] = {});

export const causeway = $root.causeway = (() => {

    /**
     * Namespace causeway.
     * @exports causeway
     * @namespace
     */
    const causeway = {};

    causeway.link = (function() {

        /**
         * Namespace link.
         * @memberof causeway
         * @namespace
         */
        const link = {};

        link.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof causeway.link
             * @namespace
             */
            const v1 = {};

            v1.LinkFrame = (function() {

                /**
                 * Properties of a LinkFrame.
                 * @typedef {Object} causeway.link.v1.LinkFrame.$Properties
                 * @property {number|null} [kind] LinkFrame kind
                 * @property {number|null} [session] LinkFrame session
                 * @property {number|null} [request] LinkFrame request
                 * @property {number|null} [type] LinkFrame type
                 * @property {number|null} [deadlineMs] LinkFrame deadlineMs
                 * @property {number|null} [hops] LinkFrame hops
                 * @property {Uint8Array|null} [envelope] LinkFrame envelope
                 * @property {Uint8Array|null} [body] LinkFrame body
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a LinkFrame.
                 * @memberof causeway.link.v1
                 * @interface ILinkFrame
                 * @augments causeway.link.v1.LinkFrame.$Properties
                 * @deprecated Use causeway.link.v1.LinkFrame.$Properties instead.
                 */

                /**
                 * Shape of a LinkFrame.
                 * @typedef {causeway.link.v1.LinkFrame.$Properties} causeway.link.v1.LinkFrame.$Shape
                 */

                /**
                 * Constructs a new LinkFrame.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a LinkFrame.
                 * @constructor
                 * @param {causeway.link.v1.LinkFrame.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const LinkFrame = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * LinkFrame kind.
                 * @member {number} kind
                 * @memberof causeway.link.v1.LinkFrame
                 * @instance
                 */
                LinkFrame.prototype.kind = 0;

                /**
                 * LinkFrame session.
                 * @member {number} session
                 * @memberof causeway.link.v1.LinkFrame
                 * @instance
                 */
                LinkFrame.prototype.session = 0;

                /**
                 * LinkFrame request.
                 * @member {number} request
                 * @memberof causeway.link.v1.LinkFrame
                 * @instance
                 */
                LinkFrame.prototype.request = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

                /**
                 * LinkFrame type.
                 * @member {number} type
                 * @memberof causeway.link.v1.LinkFrame
                 * @instance
                 */
                LinkFrame.prototype.type = 0;

                /**
                 * LinkFrame deadlineMs.
                 * @member {number} deadlineMs
                 * @memberof causeway.link.v1.LinkFrame
                 * @instance
                 */
                LinkFrame.prototype.deadlineMs = 0;

                /**
                 * LinkFrame hops.
                 * @member {number} hops
                 * @memberof causeway.link.v1.LinkFrame
                 * @instance
                 */
                LinkFrame.prototype.hops = 0;

                /**
                 * LinkFrame envelope.
                 * @member {Uint8Array} envelope
                 * @memberof causeway.link.v1.LinkFrame
                 * @instance
                 */
                LinkFrame.prototype.envelope = $util.newBuffer([]);

                /**
                 * LinkFrame body.
                 * @member {Uint8Array} body
                 * @memberof causeway.link.v1.LinkFrame
                 * @instance
                 */
                LinkFrame.prototype.body = $util.newBuffer([]);

                /**
                 * Creates a new LinkFrame instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.LinkFrame
                 * @static
                 * @param {causeway.link.v1.LinkFrame.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.LinkFrame} LinkFrame instance
                 * @type {{
                 *   (properties: causeway.link.v1.LinkFrame.$Shape): causeway.link.v1.LinkFrame & causeway.link.v1.LinkFrame.$Shape;
                 *   (properties?: causeway.link.v1.LinkFrame.$Properties): causeway.link.v1.LinkFrame;
                 * }}
                 */
                LinkFrame.create = function(properties) {
                    return new LinkFrame(properties);
                };

                /**
                 * Encodes the specified LinkFrame message. Does not implicitly {@link causeway.link.v1.LinkFrame.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.LinkFrame
                 * @static
                 * @param {causeway.link.v1.LinkFrame.$Properties} message LinkFrame message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                LinkFrame.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.kind);
                    if (message.session != null && $Object.hasOwnProperty.call(message, "session") && message.session !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.session);
                    if (message.request != null && $Object.hasOwnProperty.call(message, "request") && (typeof message.request === "object" ? message.request.low || message.request.high : message.request !== 0))
                        writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.request);
                    if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                        writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.type);
                    if (message.deadlineMs != null && $Object.hasOwnProperty.call(message, "deadlineMs") && message.deadlineMs !== 0)
                        writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.deadlineMs);
                    if (message.hops != null && $Object.hasOwnProperty.call(message, "hops") && message.hops !== 0)
                        writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.hops);
                    if (message.envelope != null && $Object.hasOwnProperty.call(message, "envelope") && message.envelope.length)
                        writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.envelope);
                    if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                        writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.body);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a LinkFrame message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.LinkFrame
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.LinkFrame & causeway.link.v1.LinkFrame.$Shape} LinkFrame
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                LinkFrame.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.LinkFrame();
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
                                    message.kind = value;
                                else
                                    delete message.kind;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.session = value;
                                else
                                    delete message.session;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                    message.request = value;
                                else
                                    delete message.request;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.type = value;
                                else
                                    delete message.type;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.deadlineMs = value;
                                else
                                    delete message.deadlineMs;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.hops = value;
                                else
                                    delete message.hops;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.envelope = value;
                                else
                                    delete message.envelope;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.body = value;
                                else
                                    delete message.body;
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

                return LinkFrame;
            })();

            /**
             * LinkKind enum.
             * @name causeway.link.v1.LinkKind
             * @enum {number}
             * @property {number} KIND_NONE=0 KIND_NONE value
             * @property {number} GREET=1 GREET value
             * @property {number} PROOF=2 PROOF value
             * @property {number} READY=3 READY value
             * @property {number} PING=4 PING value
             * @property {number} PONG=5 PONG value
             * @property {number} BYE=6 BYE value
             * @property {number} RETIRE=7 RETIRE value
             * @property {number} SESSION_OPENED=10 SESSION_OPENED value
             * @property {number} SESSION_SUSPENDED=11 SESSION_SUSPENDED value
             * @property {number} SESSION_RESUMED=12 SESSION_RESUMED value
             * @property {number} SESSION_CLOSED=13 SESSION_CLOSED value
             * @property {number} SESSION_CHANGED=14 SESSION_CHANGED value
             * @property {number} GATEWAY_GONE=15 GATEWAY_GONE value
             * @property {number} REQUEST=20 REQUEST value
             * @property {number} NOTIFY=21 NOTIFY value
             * @property {number} ANSWER=22 ANSWER value
             * @property {number} PUSH=23 PUSH value
             * @property {number} PUSH_TO=24 PUSH_TO value
             * @property {number} UNDELIVERED=25 UNDELIVERED value
             * @property {number} FENCE=26 FENCE value
             * @property {number} AWAIT=27 AWAIT value
             * @property {number} RELAY=30 RELAY value
             * @property {number} CALL=31 CALL value
             * @property {number} CALL_ANSWER=32 CALL_ANSWER value
             * @property {number} GROUP_JOIN=40 GROUP_JOIN value
             * @property {number} GROUP_LEAVE=41 GROUP_LEAVE value
             * @property {number} SET_ATTRIBUTES=42 SET_ATTRIBUTES value
             * @property {number} KICK=43 KICK value
             * @property {number} PIN=44 PIN value
             * @property {number} DRAIN=45 DRAIN value
             * @property {number} CONFIRM=46 CONFIRM value
             * @property {number} DONE=50 DONE value
             * @property {number} PRESENCE_QUERY=60 PRESENCE_QUERY value
             * @property {number} PRESENCE_ANSWER=61 PRESENCE_ANSWER value
             * @property {number} PRESENCE_WATCH=62 PRESENCE_WATCH value
             * @property {number} PRESENCE_UNWATCH=63 PRESENCE_UNWATCH value
             * @property {number} PRESENCE_EVENTS=64 PRESENCE_EVENTS value
             */
            v1.LinkKind = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "KIND_NONE"] = 0;
                values[valuesById[1] = "GREET"] = 1;
                values[valuesById[2] = "PROOF"] = 2;
                values[valuesById[3] = "READY"] = 3;
                values[valuesById[4] = "PING"] = 4;
                values[valuesById[5] = "PONG"] = 5;
                values[valuesById[6] = "BYE"] = 6;
                values[valuesById[7] = "RETIRE"] = 7;
                values[valuesById[10] = "SESSION_OPENED"] = 10;
                values[valuesById[11] = "SESSION_SUSPENDED"] = 11;
                values[valuesById[12] = "SESSION_RESUMED"] = 12;
                values[valuesById[13] = "SESSION_CLOSED"] = 13;
                values[valuesById[14] = "SESSION_CHANGED"] = 14;
                values[valuesById[15] = "GATEWAY_GONE"] = 15;
                values[valuesById[20] = "REQUEST"] = 20;
                values[valuesById[21] = "NOTIFY"] = 21;
                values[valuesById[22] = "ANSWER"] = 22;
                values[valuesById[23] = "PUSH"] = 23;
                values[valuesById[24] = "PUSH_TO"] = 24;
                values[valuesById[25] = "UNDELIVERED"] = 25;
                values[valuesById[26] = "FENCE"] = 26;
                values[valuesById[27] = "AWAIT"] = 27;
                values[valuesById[30] = "RELAY"] = 30;
                values[valuesById[31] = "CALL"] = 31;
                values[valuesById[32] = "CALL_ANSWER"] = 32;
                values[valuesById[40] = "GROUP_JOIN"] = 40;
                values[valuesById[41] = "GROUP_LEAVE"] = 41;
                values[valuesById[42] = "SET_ATTRIBUTES"] = 42;
                values[valuesById[43] = "KICK"] = 43;
                values[valuesById[44] = "PIN"] = 44;
                values[valuesById[45] = "DRAIN"] = 45;
                values[valuesById[46] = "CONFIRM"] = 46;
                values[valuesById[50] = "DONE"] = 50;
                values[valuesById[60] = "PRESENCE_QUERY"] = 60;
                values[valuesById[61] = "PRESENCE_ANSWER"] = 61;
                values[valuesById[62] = "PRESENCE_WATCH"] = 62;
                values[valuesById[63] = "PRESENCE_UNWATCH"] = 63;
                values[valuesById[64] = "PRESENCE_EVENTS"] = 64;
                return values;
            })();

            /**
             * LinkRole enum.
             * @name causeway.link.v1.LinkRole
             * @enum {number}
             * @property {number} ROLE_NONE=0 ROLE_NONE value
             * @property {number} GATEWAY=1 GATEWAY value
             * @property {number} BACKEND=2 BACKEND value
             */
            v1.LinkRole = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "ROLE_NONE"] = 0;
                values[valuesById[1] = "GATEWAY"] = 1;
                values[valuesById[2] = "BACKEND"] = 2;
                return values;
            })();

            v1.Greeting = (function() {

                /**
                 * Properties of a Greeting.
                 * @typedef {Object} causeway.link.v1.Greeting.$Properties
                 * @property {number|null} [version] Greeting version
                 * @property {number|null} [role] Greeting role
                 * @property {string|null} [id] Greeting id
                 * @property {Uint8Array|null} [nonce] Greeting nonce
                 * @property {Uint8Array|null} [proof] Greeting proof
                 * @property {number|null} [frameBytesMax] Greeting frameBytesMax
                 * @property {number|null} [heartbeatMs] Greeting heartbeatMs
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Greeting.
                 * @memberof causeway.link.v1
                 * @interface IGreeting
                 * @augments causeway.link.v1.Greeting.$Properties
                 * @deprecated Use causeway.link.v1.Greeting.$Properties instead.
                 */

                /**
                 * Shape of a Greeting.
                 * @typedef {causeway.link.v1.Greeting.$Properties} causeway.link.v1.Greeting.$Shape
                 */

                /**
                 * Constructs a new Greeting.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a Greeting.
                 * @constructor
                 * @param {causeway.link.v1.Greeting.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Greeting = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Greeting version.
                 * @member {number} version
                 * @memberof causeway.link.v1.Greeting
                 * @instance
                 */
                Greeting.prototype.version = 0;

                /**
                 * Greeting role.
                 * @member {number} role
                 * @memberof causeway.link.v1.Greeting
                 * @instance
                 */
                Greeting.prototype.role = 0;

                /**
                 * Greeting id.
                 * @member {string} id
                 * @memberof causeway.link.v1.Greeting
                 * @instance
                 */
                Greeting.prototype.id = "";

                /**
                 * Greeting nonce.
                 * @member {Uint8Array} nonce
                 * @memberof causeway.link.v1.Greeting
                 * @instance
                 */
                Greeting.prototype.nonce = $util.newBuffer([]);

                /**
                 * Greeting proof.
                 * @member {Uint8Array} proof
                 * @memberof causeway.link.v1.Greeting
                 * @instance
                 */
                Greeting.prototype.proof = $util.newBuffer([]);

                /**
                 * Greeting frameBytesMax.
                 * @member {number} frameBytesMax
                 * @memberof causeway.link.v1.Greeting
                 * @instance
                 */
                Greeting.prototype.frameBytesMax = 0;

                /**
                 * Greeting heartbeatMs.
                 * @member {number} heartbeatMs
                 * @memberof causeway.link.v1.Greeting
                 * @instance
                 */
                Greeting.prototype.heartbeatMs = 0;

                /**
                 * Creates a new Greeting instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.Greeting
                 * @static
                 * @param {causeway.link.v1.Greeting.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.Greeting} Greeting instance
                 * @type {{
                 *   (properties: causeway.link.v1.Greeting.$Shape): causeway.link.v1.Greeting & causeway.link.v1.Greeting.$Shape;
                 *   (properties?: causeway.link.v1.Greeting.$Properties): causeway.link.v1.Greeting;
                 * }}
                 */
                Greeting.create = function(properties) {
                    return new Greeting(properties);
                };

                /**
                 * Encodes the specified Greeting message. Does not implicitly {@link causeway.link.v1.Greeting.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.Greeting
                 * @static
                 * @param {causeway.link.v1.Greeting.$Properties} message Greeting message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Greeting.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                    if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.role);
                    if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.id);
                    if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                        writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.nonce);
                    if (message.proof != null && $Object.hasOwnProperty.call(message, "proof") && message.proof.length)
                        writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.proof);
                    if (message.frameBytesMax != null && $Object.hasOwnProperty.call(message, "frameBytesMax") && message.frameBytesMax !== 0)
                        writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.frameBytesMax);
                    if (message.heartbeatMs != null && $Object.hasOwnProperty.call(message, "heartbeatMs") && message.heartbeatMs !== 0)
                        writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.heartbeatMs);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Greeting message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.Greeting
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Greeting & causeway.link.v1.Greeting.$Shape} Greeting
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Greeting.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.Greeting();
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
                                    message.version = value;
                                else
                                    delete message.version;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.role = value;
                                else
                                    delete message.role;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.id = value;
                                else
                                    delete message.id;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.nonce = value;
                                else
                                    delete message.nonce;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.proof = value;
                                else
                                    delete message.proof;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.frameBytesMax = value;
                                else
                                    delete message.frameBytesMax;
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

                return Greeting;
            })();

            v1.Proof = (function() {

                /**
                 * Properties of a Proof.
                 * @typedef {Object} causeway.link.v1.Proof.$Properties
                 * @property {Uint8Array|null} [proof] Proof proof
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Proof.
                 * @memberof causeway.link.v1
                 * @interface IProof
                 * @augments causeway.link.v1.Proof.$Properties
                 * @deprecated Use causeway.link.v1.Proof.$Properties instead.
                 */

                /**
                 * Shape of a Proof.
                 * @typedef {causeway.link.v1.Proof.$Properties} causeway.link.v1.Proof.$Shape
                 */

                /**
                 * Constructs a new Proof.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a Proof.
                 * @constructor
                 * @param {causeway.link.v1.Proof.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Proof = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Proof proof.
                 * @member {Uint8Array} proof
                 * @memberof causeway.link.v1.Proof
                 * @instance
                 */
                Proof.prototype.proof = $util.newBuffer([]);

                /**
                 * Creates a new Proof instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.Proof
                 * @static
                 * @param {causeway.link.v1.Proof.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.Proof} Proof instance
                 * @type {{
                 *   (properties: causeway.link.v1.Proof.$Shape): causeway.link.v1.Proof & causeway.link.v1.Proof.$Shape;
                 *   (properties?: causeway.link.v1.Proof.$Properties): causeway.link.v1.Proof;
                 * }}
                 */
                Proof.create = function(properties) {
                    return new Proof(properties);
                };

                /**
                 * Encodes the specified Proof message. Does not implicitly {@link causeway.link.v1.Proof.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.Proof
                 * @static
                 * @param {causeway.link.v1.Proof.$Properties} message Proof message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Proof.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.proof != null && $Object.hasOwnProperty.call(message, "proof") && message.proof.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.proof);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Proof message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.Proof
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Proof & causeway.link.v1.Proof.$Shape} Proof
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Proof.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.Proof();
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
                                if ((value = reader.bytes()).length)
                                    message.proof = value;
                                else
                                    delete message.proof;
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

                return Proof;
            })();

            v1.Ready = (function() {

                /**
                 * Properties of a Ready.
                 * @typedef {Object} causeway.link.v1.Ready.$Properties
                 * @property {boolean|null} [draining] Ready draining
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Ready.
                 * @memberof causeway.link.v1
                 * @interface IReady
                 * @augments causeway.link.v1.Ready.$Properties
                 * @deprecated Use causeway.link.v1.Ready.$Properties instead.
                 */

                /**
                 * Shape of a Ready.
                 * @typedef {causeway.link.v1.Ready.$Properties} causeway.link.v1.Ready.$Shape
                 */

                /**
                 * Constructs a new Ready.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a Ready.
                 * @constructor
                 * @param {causeway.link.v1.Ready.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Ready = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Ready draining.
                 * @member {boolean} draining
                 * @memberof causeway.link.v1.Ready
                 * @instance
                 */
                Ready.prototype.draining = false;

                /**
                 * Creates a new Ready instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.Ready
                 * @static
                 * @param {causeway.link.v1.Ready.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.Ready} Ready instance
                 * @type {{
                 *   (properties: causeway.link.v1.Ready.$Shape): causeway.link.v1.Ready & causeway.link.v1.Ready.$Shape;
                 *   (properties?: causeway.link.v1.Ready.$Properties): causeway.link.v1.Ready;
                 * }}
                 */
                Ready.create = function(properties) {
                    return new Ready(properties);
                };

                /**
                 * Encodes the specified Ready message. Does not implicitly {@link causeway.link.v1.Ready.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.Ready
                 * @static
                 * @param {causeway.link.v1.Ready.$Properties} message Ready message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Ready.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.draining != null && $Object.hasOwnProperty.call(message, "draining") && message.draining !== false)
                        writer.uint32(/* id 1, wireType 0 =*/8).bool(message.draining);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Ready message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.Ready
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Ready & causeway.link.v1.Ready.$Shape} Ready
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Ready.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.Ready();
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
                                if (value = reader.bool())
                                    message.draining = value;
                                else
                                    delete message.draining;
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

                return Ready;
            })();

            v1.Bye = (function() {

                /**
                 * Properties of a Bye.
                 * @typedef {Object} causeway.link.v1.Bye.$Properties
                 * @property {number|null} [code] Bye code
                 * @property {string|null} [reason] Bye reason
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Bye.
                 * @memberof causeway.link.v1
                 * @interface IBye
                 * @augments causeway.link.v1.Bye.$Properties
                 * @deprecated Use causeway.link.v1.Bye.$Properties instead.
                 */

                /**
                 * Shape of a Bye.
                 * @typedef {causeway.link.v1.Bye.$Properties} causeway.link.v1.Bye.$Shape
                 */

                /**
                 * Constructs a new Bye.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a Bye.
                 * @constructor
                 * @param {causeway.link.v1.Bye.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Bye = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Bye code.
                 * @member {number} code
                 * @memberof causeway.link.v1.Bye
                 * @instance
                 */
                Bye.prototype.code = 0;

                /**
                 * Bye reason.
                 * @member {string} reason
                 * @memberof causeway.link.v1.Bye
                 * @instance
                 */
                Bye.prototype.reason = "";

                /**
                 * Creates a new Bye instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.Bye
                 * @static
                 * @param {causeway.link.v1.Bye.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.Bye} Bye instance
                 * @type {{
                 *   (properties: causeway.link.v1.Bye.$Shape): causeway.link.v1.Bye & causeway.link.v1.Bye.$Shape;
                 *   (properties?: causeway.link.v1.Bye.$Properties): causeway.link.v1.Bye;
                 * }}
                 */
                Bye.create = function(properties) {
                    return new Bye(properties);
                };

                /**
                 * Encodes the specified Bye message. Does not implicitly {@link causeway.link.v1.Bye.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.Bye
                 * @static
                 * @param {causeway.link.v1.Bye.$Properties} message Bye message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Bye.encode = function (message, writer, _depth) {
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
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Bye message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.Bye
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Bye & causeway.link.v1.Bye.$Shape} Bye
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Bye.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.Bye();
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

                return Bye;
            })();

            /**
             * LinkCloseCode enum.
             * @name causeway.link.v1.LinkCloseCode
             * @enum {number}
             * @property {number} LINK_NONE=0 LINK_NONE value
             * @property {number} STOPPING=1 STOPPING value
             * @property {number} LINK_MALFORMED=2 LINK_MALFORMED value
             * @property {number} LINK_VIOLATION=3 LINK_VIOLATION value
             * @property {number} LINK_FRAME_TOO_LARGE=4 LINK_FRAME_TOO_LARGE value
             * @property {number} UNAUTHENTICATED=5 UNAUTHENTICATED value
             * @property {number} WRONG_SERVER=6 WRONG_SERVER value
             * @property {number} LINK_VERSION=7 LINK_VERSION value
             * @property {number} LINK_SILENT=8 LINK_SILENT value
             * @property {number} GREETING_TIMEOUT=9 GREETING_TIMEOUT value
             * @property {number} LINK_SLOW=10 LINK_SLOW value
             * @property {number} UNLISTED=11 UNLISTED value
             */
            v1.LinkCloseCode = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "LINK_NONE"] = 0;
                values[valuesById[1] = "STOPPING"] = 1;
                values[valuesById[2] = "LINK_MALFORMED"] = 2;
                values[valuesById[3] = "LINK_VIOLATION"] = 3;
                values[valuesById[4] = "LINK_FRAME_TOO_LARGE"] = 4;
                values[valuesById[5] = "UNAUTHENTICATED"] = 5;
                values[valuesById[6] = "WRONG_SERVER"] = 6;
                values[valuesById[7] = "LINK_VERSION"] = 7;
                values[valuesById[8] = "LINK_SILENT"] = 8;
                values[valuesById[9] = "GREETING_TIMEOUT"] = 9;
                values[valuesById[10] = "LINK_SLOW"] = 10;
                values[valuesById[11] = "UNLISTED"] = 11;
                return values;
            })();

            v1.Attribute = (function() {

                /**
                 * Properties of an Attribute.
                 * @typedef {Object} causeway.link.v1.Attribute.$Properties
                 * @property {string|null} [name] Attribute name
                 * @property {string|null} [value] Attribute value
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Attribute.
                 * @memberof causeway.link.v1
                 * @interface IAttribute
                 * @augments causeway.link.v1.Attribute.$Properties
                 * @deprecated Use causeway.link.v1.Attribute.$Properties instead.
                 */

                /**
                 * Shape of an Attribute.
                 * @typedef {causeway.link.v1.Attribute.$Properties} causeway.link.v1.Attribute.$Shape
                 */

                /**
                 * Constructs a new Attribute.
                 * @memberof causeway.link.v1
                 * @classdesc Represents an Attribute.
                 * @constructor
                 * @param {causeway.link.v1.Attribute.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Attribute = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Attribute name.
                 * @member {string} name
                 * @memberof causeway.link.v1.Attribute
                 * @instance
                 */
                Attribute.prototype.name = "";

                /**
                 * Attribute value.
                 * @member {string} value
                 * @memberof causeway.link.v1.Attribute
                 * @instance
                 */
                Attribute.prototype.value = "";

                /**
                 * Creates a new Attribute instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.Attribute
                 * @static
                 * @param {causeway.link.v1.Attribute.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.Attribute} Attribute instance
                 * @type {{
                 *   (properties: causeway.link.v1.Attribute.$Shape): causeway.link.v1.Attribute & causeway.link.v1.Attribute.$Shape;
                 *   (properties?: causeway.link.v1.Attribute.$Properties): causeway.link.v1.Attribute;
                 * }}
                 */
                Attribute.create = function(properties) {
                    return new Attribute(properties);
                };

                /**
                 * Encodes the specified Attribute message. Does not implicitly {@link causeway.link.v1.Attribute.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.Attribute
                 * @static
                 * @param {causeway.link.v1.Attribute.$Properties} message Attribute message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Attribute.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                    if (message.value != null && $Object.hasOwnProperty.call(message, "value") && message.value !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.value);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an Attribute message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.Attribute
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Attribute & causeway.link.v1.Attribute.$Shape} Attribute
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Attribute.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.Attribute();
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
                                    message.name = value;
                                else
                                    delete message.name;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.value = value;
                                else
                                    delete message.value;
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

                return Attribute;
            })();

            v1.SessionOpened = (function() {

                /**
                 * Properties of a SessionOpened.
                 * @typedef {Object} causeway.link.v1.SessionOpened.$Properties
                 * @property {string|null} [id] SessionOpened id
                 * @property {number|null} [generation] SessionOpened generation
                 * @property {string|null} [user] SessionOpened user
                 * @property {Array.<string>|null} [roles] SessionOpened roles
                 * @property {Array.<causeway.link.v1.Attribute.$Properties>|null} [attributes] SessionOpened attributes
                 * @property {string|null} [address] SessionOpened address
                 * @property {string|null} [client] SessionOpened client
                 * @property {boolean|null} [suspended] SessionOpened suspended
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a SessionOpened.
                 * @memberof causeway.link.v1
                 * @interface ISessionOpened
                 * @augments causeway.link.v1.SessionOpened.$Properties
                 * @deprecated Use causeway.link.v1.SessionOpened.$Properties instead.
                 */

                /**
                 * Shape of a SessionOpened.
                 * @typedef {causeway.link.v1.SessionOpened.$Properties} causeway.link.v1.SessionOpened.$Shape
                 */

                /**
                 * Constructs a new SessionOpened.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a SessionOpened.
                 * @constructor
                 * @param {causeway.link.v1.SessionOpened.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const SessionOpened = function (properties) {
                    this.roles = [];
                    this.attributes = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * SessionOpened id.
                 * @member {string} id
                 * @memberof causeway.link.v1.SessionOpened
                 * @instance
                 */
                SessionOpened.prototype.id = "";

                /**
                 * SessionOpened generation.
                 * @member {number} generation
                 * @memberof causeway.link.v1.SessionOpened
                 * @instance
                 */
                SessionOpened.prototype.generation = 0;

                /**
                 * SessionOpened user.
                 * @member {string} user
                 * @memberof causeway.link.v1.SessionOpened
                 * @instance
                 */
                SessionOpened.prototype.user = "";

                /**
                 * SessionOpened roles.
                 * @member {Array.<string>} roles
                 * @memberof causeway.link.v1.SessionOpened
                 * @instance
                 */
                SessionOpened.prototype.roles = $util.emptyArray;

                /**
                 * SessionOpened attributes.
                 * @member {Array.<causeway.link.v1.Attribute.$Properties>} attributes
                 * @memberof causeway.link.v1.SessionOpened
                 * @instance
                 */
                SessionOpened.prototype.attributes = $util.emptyArray;

                /**
                 * SessionOpened address.
                 * @member {string} address
                 * @memberof causeway.link.v1.SessionOpened
                 * @instance
                 */
                SessionOpened.prototype.address = "";

                /**
                 * SessionOpened client.
                 * @member {string} client
                 * @memberof causeway.link.v1.SessionOpened
                 * @instance
                 */
                SessionOpened.prototype.client = "";

                /**
                 * SessionOpened suspended.
                 * @member {boolean} suspended
                 * @memberof causeway.link.v1.SessionOpened
                 * @instance
                 */
                SessionOpened.prototype.suspended = false;

                /**
                 * Creates a new SessionOpened instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.SessionOpened
                 * @static
                 * @param {causeway.link.v1.SessionOpened.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.SessionOpened} SessionOpened instance
                 * @type {{
                 *   (properties: causeway.link.v1.SessionOpened.$Shape): causeway.link.v1.SessionOpened & causeway.link.v1.SessionOpened.$Shape;
                 *   (properties?: causeway.link.v1.SessionOpened.$Properties): causeway.link.v1.SessionOpened;
                 * }}
                 */
                SessionOpened.create = function(properties) {
                    return new SessionOpened(properties);
                };

                /**
                 * Encodes the specified SessionOpened message. Does not implicitly {@link causeway.link.v1.SessionOpened.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.SessionOpened
                 * @static
                 * @param {causeway.link.v1.SessionOpened.$Properties} message SessionOpened message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                SessionOpened.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                    if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && message.generation !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.generation);
                    if (message.user != null && $Object.hasOwnProperty.call(message, "user") && message.user !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.user);
                    if (message.roles != null && message.roles.length)
                        for (let i = 0; i < message.roles.length; ++i)
                            writer.uint32(/* id 4, wireType 2 =*/34).string(message.roles[i]);
                    if (message.attributes != null && message.attributes.length)
                        for (let i = 0; i < message.attributes.length; ++i)
                            $root.causeway.link.v1.Attribute.encode(message.attributes[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.address);
                    if (message.client != null && $Object.hasOwnProperty.call(message, "client") && message.client !== "")
                        writer.uint32(/* id 7, wireType 2 =*/58).string(message.client);
                    if (message.suspended != null && $Object.hasOwnProperty.call(message, "suspended") && message.suspended !== false)
                        writer.uint32(/* id 8, wireType 0 =*/64).bool(message.suspended);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a SessionOpened message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.SessionOpened
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.SessionOpened & causeway.link.v1.SessionOpened.$Shape} SessionOpened
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                SessionOpened.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.SessionOpened();
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
                                    message.id = value;
                                else
                                    delete message.id;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.generation = value;
                                else
                                    delete message.generation;
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
                                if (!(message.roles && message.roles.length))
                                    message.roles = [];
                                message.roles.push(reader.stringVerify());
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.attributes && message.attributes.length))
                                    message.attributes = [];
                                message.attributes.push($root.causeway.link.v1.Attribute.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.address = value;
                                else
                                    delete message.address;
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
                                if (value = reader.bool())
                                    message.suspended = value;
                                else
                                    delete message.suspended;
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

                return SessionOpened;
            })();

            v1.SessionResumed = (function() {

                /**
                 * Properties of a SessionResumed.
                 * @typedef {Object} causeway.link.v1.SessionResumed.$Properties
                 * @property {number|null} [generation] SessionResumed generation
                 * @property {string|null} [address] SessionResumed address
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a SessionResumed.
                 * @memberof causeway.link.v1
                 * @interface ISessionResumed
                 * @augments causeway.link.v1.SessionResumed.$Properties
                 * @deprecated Use causeway.link.v1.SessionResumed.$Properties instead.
                 */

                /**
                 * Shape of a SessionResumed.
                 * @typedef {causeway.link.v1.SessionResumed.$Properties} causeway.link.v1.SessionResumed.$Shape
                 */

                /**
                 * Constructs a new SessionResumed.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a SessionResumed.
                 * @constructor
                 * @param {causeway.link.v1.SessionResumed.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const SessionResumed = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * SessionResumed generation.
                 * @member {number} generation
                 * @memberof causeway.link.v1.SessionResumed
                 * @instance
                 */
                SessionResumed.prototype.generation = 0;

                /**
                 * SessionResumed address.
                 * @member {string} address
                 * @memberof causeway.link.v1.SessionResumed
                 * @instance
                 */
                SessionResumed.prototype.address = "";

                /**
                 * Creates a new SessionResumed instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.SessionResumed
                 * @static
                 * @param {causeway.link.v1.SessionResumed.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.SessionResumed} SessionResumed instance
                 * @type {{
                 *   (properties: causeway.link.v1.SessionResumed.$Shape): causeway.link.v1.SessionResumed & causeway.link.v1.SessionResumed.$Shape;
                 *   (properties?: causeway.link.v1.SessionResumed.$Properties): causeway.link.v1.SessionResumed;
                 * }}
                 */
                SessionResumed.create = function(properties) {
                    return new SessionResumed(properties);
                };

                /**
                 * Encodes the specified SessionResumed message. Does not implicitly {@link causeway.link.v1.SessionResumed.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.SessionResumed
                 * @static
                 * @param {causeway.link.v1.SessionResumed.$Properties} message SessionResumed message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                SessionResumed.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && message.generation !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.generation);
                    if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.address);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a SessionResumed message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.SessionResumed
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.SessionResumed & causeway.link.v1.SessionResumed.$Shape} SessionResumed
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                SessionResumed.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.SessionResumed();
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
                                    message.generation = value;
                                else
                                    delete message.generation;
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

                return SessionResumed;
            })();

            v1.SessionClosed = (function() {

                /**
                 * Properties of a SessionClosed.
                 * @typedef {Object} causeway.link.v1.SessionClosed.$Properties
                 * @property {number|null} [code] SessionClosed code
                 * @property {string|null} [reason] SessionClosed reason
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a SessionClosed.
                 * @memberof causeway.link.v1
                 * @interface ISessionClosed
                 * @augments causeway.link.v1.SessionClosed.$Properties
                 * @deprecated Use causeway.link.v1.SessionClosed.$Properties instead.
                 */

                /**
                 * Shape of a SessionClosed.
                 * @typedef {causeway.link.v1.SessionClosed.$Properties} causeway.link.v1.SessionClosed.$Shape
                 */

                /**
                 * Constructs a new SessionClosed.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a SessionClosed.
                 * @constructor
                 * @param {causeway.link.v1.SessionClosed.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const SessionClosed = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * SessionClosed code.
                 * @member {number} code
                 * @memberof causeway.link.v1.SessionClosed
                 * @instance
                 */
                SessionClosed.prototype.code = 0;

                /**
                 * SessionClosed reason.
                 * @member {string} reason
                 * @memberof causeway.link.v1.SessionClosed
                 * @instance
                 */
                SessionClosed.prototype.reason = "";

                /**
                 * Creates a new SessionClosed instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.SessionClosed
                 * @static
                 * @param {causeway.link.v1.SessionClosed.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.SessionClosed} SessionClosed instance
                 * @type {{
                 *   (properties: causeway.link.v1.SessionClosed.$Shape): causeway.link.v1.SessionClosed & causeway.link.v1.SessionClosed.$Shape;
                 *   (properties?: causeway.link.v1.SessionClosed.$Properties): causeway.link.v1.SessionClosed;
                 * }}
                 */
                SessionClosed.create = function(properties) {
                    return new SessionClosed(properties);
                };

                /**
                 * Encodes the specified SessionClosed message. Does not implicitly {@link causeway.link.v1.SessionClosed.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.SessionClosed
                 * @static
                 * @param {causeway.link.v1.SessionClosed.$Properties} message SessionClosed message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                SessionClosed.encode = function (message, writer, _depth) {
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
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a SessionClosed message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.SessionClosed
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.SessionClosed & causeway.link.v1.SessionClosed.$Shape} SessionClosed
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                SessionClosed.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.SessionClosed();
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

                return SessionClosed;
            })();

            v1.SessionChanged = (function() {

                /**
                 * Properties of a SessionChanged.
                 * @typedef {Object} causeway.link.v1.SessionChanged.$Properties
                 * @property {Array.<causeway.link.v1.Attribute.$Properties>|null} [attributes] SessionChanged attributes
                 * @property {Array.<string>|null} [roles] SessionChanged roles
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a SessionChanged.
                 * @memberof causeway.link.v1
                 * @interface ISessionChanged
                 * @augments causeway.link.v1.SessionChanged.$Properties
                 * @deprecated Use causeway.link.v1.SessionChanged.$Properties instead.
                 */

                /**
                 * Shape of a SessionChanged.
                 * @typedef {causeway.link.v1.SessionChanged.$Properties} causeway.link.v1.SessionChanged.$Shape
                 */

                /**
                 * Constructs a new SessionChanged.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a SessionChanged.
                 * @constructor
                 * @param {causeway.link.v1.SessionChanged.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const SessionChanged = function (properties) {
                    this.attributes = [];
                    this.roles = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * SessionChanged attributes.
                 * @member {Array.<causeway.link.v1.Attribute.$Properties>} attributes
                 * @memberof causeway.link.v1.SessionChanged
                 * @instance
                 */
                SessionChanged.prototype.attributes = $util.emptyArray;

                /**
                 * SessionChanged roles.
                 * @member {Array.<string>} roles
                 * @memberof causeway.link.v1.SessionChanged
                 * @instance
                 */
                SessionChanged.prototype.roles = $util.emptyArray;

                /**
                 * Creates a new SessionChanged instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.SessionChanged
                 * @static
                 * @param {causeway.link.v1.SessionChanged.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.SessionChanged} SessionChanged instance
                 * @type {{
                 *   (properties: causeway.link.v1.SessionChanged.$Shape): causeway.link.v1.SessionChanged & causeway.link.v1.SessionChanged.$Shape;
                 *   (properties?: causeway.link.v1.SessionChanged.$Properties): causeway.link.v1.SessionChanged;
                 * }}
                 */
                SessionChanged.create = function(properties) {
                    return new SessionChanged(properties);
                };

                /**
                 * Encodes the specified SessionChanged message. Does not implicitly {@link causeway.link.v1.SessionChanged.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.SessionChanged
                 * @static
                 * @param {causeway.link.v1.SessionChanged.$Properties} message SessionChanged message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                SessionChanged.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.attributes != null && message.attributes.length)
                        for (let i = 0; i < message.attributes.length; ++i)
                            $root.causeway.link.v1.Attribute.encode(message.attributes[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.roles != null && message.roles.length)
                        for (let i = 0; i < message.roles.length; ++i)
                            writer.uint32(/* id 2, wireType 2 =*/18).string(message.roles[i]);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a SessionChanged message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.SessionChanged
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.SessionChanged & causeway.link.v1.SessionChanged.$Shape} SessionChanged
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                SessionChanged.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.causeway.link.v1.SessionChanged();
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
                                if (!(message.attributes && message.attributes.length))
                                    message.attributes = [];
                                message.attributes.push($root.causeway.link.v1.Attribute.decode(reader, reader.size(), $undefined, _depth + 1));
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

                return SessionChanged;
            })();

            v1.GatewayGone = (function() {

                /**
                 * Properties of a GatewayGone.
                 * @typedef {Object} causeway.link.v1.GatewayGone.$Properties
                 * @property {string|null} [gateway] GatewayGone gateway
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a GatewayGone.
                 * @memberof causeway.link.v1
                 * @interface IGatewayGone
                 * @augments causeway.link.v1.GatewayGone.$Properties
                 * @deprecated Use causeway.link.v1.GatewayGone.$Properties instead.
                 */

                /**
                 * Shape of a GatewayGone.
                 * @typedef {causeway.link.v1.GatewayGone.$Properties} causeway.link.v1.GatewayGone.$Shape
                 */

                /**
                 * Constructs a new GatewayGone.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a GatewayGone.
                 * @constructor
                 * @param {causeway.link.v1.GatewayGone.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const GatewayGone = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * GatewayGone gateway.
                 * @member {string} gateway
                 * @memberof causeway.link.v1.GatewayGone
                 * @instance
                 */
                GatewayGone.prototype.gateway = "";

                /**
                 * Creates a new GatewayGone instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.GatewayGone
                 * @static
                 * @param {causeway.link.v1.GatewayGone.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.GatewayGone} GatewayGone instance
                 * @type {{
                 *   (properties: causeway.link.v1.GatewayGone.$Shape): causeway.link.v1.GatewayGone & causeway.link.v1.GatewayGone.$Shape;
                 *   (properties?: causeway.link.v1.GatewayGone.$Properties): causeway.link.v1.GatewayGone;
                 * }}
                 */
                GatewayGone.create = function(properties) {
                    return new GatewayGone(properties);
                };

                /**
                 * Encodes the specified GatewayGone message. Does not implicitly {@link causeway.link.v1.GatewayGone.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.GatewayGone
                 * @static
                 * @param {causeway.link.v1.GatewayGone.$Properties} message GatewayGone message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                GatewayGone.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.gateway != null && $Object.hasOwnProperty.call(message, "gateway") && message.gateway !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.gateway);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a GatewayGone message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.GatewayGone
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.GatewayGone & causeway.link.v1.GatewayGone.$Shape} GatewayGone
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                GatewayGone.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.GatewayGone();
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

                return GatewayGone;
            })();

            v1.Fence = (function() {

                /**
                 * Properties of a Fence.
                 * @typedef {Object} causeway.link.v1.Fence.$Properties
                 * @property {string|null} [at] Fence at
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Fence.
                 * @memberof causeway.link.v1
                 * @interface IFence
                 * @augments causeway.link.v1.Fence.$Properties
                 * @deprecated Use causeway.link.v1.Fence.$Properties instead.
                 */

                /**
                 * Shape of a Fence.
                 * @typedef {causeway.link.v1.Fence.$Properties} causeway.link.v1.Fence.$Shape
                 */

                /**
                 * Constructs a new Fence.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a Fence.
                 * @constructor
                 * @param {causeway.link.v1.Fence.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Fence = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Fence at.
                 * @member {string} at
                 * @memberof causeway.link.v1.Fence
                 * @instance
                 */
                Fence.prototype.at = "";

                /**
                 * Creates a new Fence instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.Fence
                 * @static
                 * @param {causeway.link.v1.Fence.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.Fence} Fence instance
                 * @type {{
                 *   (properties: causeway.link.v1.Fence.$Shape): causeway.link.v1.Fence & causeway.link.v1.Fence.$Shape;
                 *   (properties?: causeway.link.v1.Fence.$Properties): causeway.link.v1.Fence;
                 * }}
                 */
                Fence.create = function(properties) {
                    return new Fence(properties);
                };

                /**
                 * Encodes the specified Fence message. Does not implicitly {@link causeway.link.v1.Fence.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.Fence
                 * @static
                 * @param {causeway.link.v1.Fence.$Properties} message Fence message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Fence.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.at != null && $Object.hasOwnProperty.call(message, "at") && message.at !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.at);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Fence message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.Fence
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Fence & causeway.link.v1.Fence.$Shape} Fence
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Fence.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.Fence();
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
                                    message.at = value;
                                else
                                    delete message.at;
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

                return Fence;
            })();

            v1.Await = (function() {

                /**
                 * Properties of an Await.
                 * @typedef {Object} causeway.link.v1.Await.$Properties
                 * @property {string|null} [at] Await at
                 * @property {string|null} [via] Await via
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Await.
                 * @memberof causeway.link.v1
                 * @interface IAwait
                 * @augments causeway.link.v1.Await.$Properties
                 * @deprecated Use causeway.link.v1.Await.$Properties instead.
                 */

                /**
                 * Shape of an Await.
                 * @typedef {causeway.link.v1.Await.$Properties} causeway.link.v1.Await.$Shape
                 */

                /**
                 * Constructs a new Await.
                 * @memberof causeway.link.v1
                 * @classdesc Represents an Await.
                 * @constructor
                 * @param {causeway.link.v1.Await.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Await = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Await at.
                 * @member {string} at
                 * @memberof causeway.link.v1.Await
                 * @instance
                 */
                Await.prototype.at = "";

                /**
                 * Await via.
                 * @member {string} via
                 * @memberof causeway.link.v1.Await
                 * @instance
                 */
                Await.prototype.via = "";

                /**
                 * Creates a new Await instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.Await
                 * @static
                 * @param {causeway.link.v1.Await.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.Await} Await instance
                 * @type {{
                 *   (properties: causeway.link.v1.Await.$Shape): causeway.link.v1.Await & causeway.link.v1.Await.$Shape;
                 *   (properties?: causeway.link.v1.Await.$Properties): causeway.link.v1.Await;
                 * }}
                 */
                Await.create = function(properties) {
                    return new Await(properties);
                };

                /**
                 * Encodes the specified Await message. Does not implicitly {@link causeway.link.v1.Await.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.Await
                 * @static
                 * @param {causeway.link.v1.Await.$Properties} message Await message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Await.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.at != null && $Object.hasOwnProperty.call(message, "at") && message.at !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.at);
                    if (message.via != null && $Object.hasOwnProperty.call(message, "via") && message.via !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.via);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an Await message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.Await
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Await & causeway.link.v1.Await.$Shape} Await
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Await.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.Await();
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
                                    message.at = value;
                                else
                                    delete message.at;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.via = value;
                                else
                                    delete message.via;
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

                return Await;
            })();

            v1.PushTarget = (function() {

                /**
                 * Properties of a PushTarget.
                 * @typedef {Object} causeway.link.v1.PushTarget.$Properties
                 * @property {Array.<string>|null} [sessions] PushTarget sessions
                 * @property {string|null} [user] PushTarget user
                 * @property {Array.<string>|null} [users] PushTarget users
                 * @property {string|null} [group] PushTarget group
                 * @property {boolean|null} [all] PushTarget all
                 * @property {Array.<string>|null} [except] PushTarget except
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PushTarget.
                 * @memberof causeway.link.v1
                 * @interface IPushTarget
                 * @augments causeway.link.v1.PushTarget.$Properties
                 * @deprecated Use causeway.link.v1.PushTarget.$Properties instead.
                 */

                /**
                 * Shape of a PushTarget.
                 * @typedef {causeway.link.v1.PushTarget.$Properties} causeway.link.v1.PushTarget.$Shape
                 */

                /**
                 * Constructs a new PushTarget.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a PushTarget.
                 * @constructor
                 * @param {causeway.link.v1.PushTarget.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PushTarget = function (properties) {
                    this.sessions = [];
                    this.users = [];
                    this.except = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PushTarget sessions.
                 * @member {Array.<string>} sessions
                 * @memberof causeway.link.v1.PushTarget
                 * @instance
                 */
                PushTarget.prototype.sessions = $util.emptyArray;

                /**
                 * PushTarget user.
                 * @member {string} user
                 * @memberof causeway.link.v1.PushTarget
                 * @instance
                 */
                PushTarget.prototype.user = "";

                /**
                 * PushTarget users.
                 * @member {Array.<string>} users
                 * @memberof causeway.link.v1.PushTarget
                 * @instance
                 */
                PushTarget.prototype.users = $util.emptyArray;

                /**
                 * PushTarget group.
                 * @member {string} group
                 * @memberof causeway.link.v1.PushTarget
                 * @instance
                 */
                PushTarget.prototype.group = "";

                /**
                 * PushTarget all.
                 * @member {boolean} all
                 * @memberof causeway.link.v1.PushTarget
                 * @instance
                 */
                PushTarget.prototype.all = false;

                /**
                 * PushTarget except.
                 * @member {Array.<string>} except
                 * @memberof causeway.link.v1.PushTarget
                 * @instance
                 */
                PushTarget.prototype.except = $util.emptyArray;

                /**
                 * Creates a new PushTarget instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.PushTarget
                 * @static
                 * @param {causeway.link.v1.PushTarget.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.PushTarget} PushTarget instance
                 * @type {{
                 *   (properties: causeway.link.v1.PushTarget.$Shape): causeway.link.v1.PushTarget & causeway.link.v1.PushTarget.$Shape;
                 *   (properties?: causeway.link.v1.PushTarget.$Properties): causeway.link.v1.PushTarget;
                 * }}
                 */
                PushTarget.create = function(properties) {
                    return new PushTarget(properties);
                };

                /**
                 * Encodes the specified PushTarget message. Does not implicitly {@link causeway.link.v1.PushTarget.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.PushTarget
                 * @static
                 * @param {causeway.link.v1.PushTarget.$Properties} message PushTarget message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PushTarget.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.sessions != null && message.sessions.length)
                        for (let i = 0; i < message.sessions.length; ++i)
                            writer.uint32(/* id 1, wireType 2 =*/10).string(message.sessions[i]);
                    if (message.user != null && $Object.hasOwnProperty.call(message, "user") && message.user !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.user);
                    if (message.users != null && message.users.length)
                        for (let i = 0; i < message.users.length; ++i)
                            writer.uint32(/* id 3, wireType 2 =*/26).string(message.users[i]);
                    if (message.group != null && $Object.hasOwnProperty.call(message, "group") && message.group !== "")
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.group);
                    if (message.all != null && $Object.hasOwnProperty.call(message, "all") && message.all !== false)
                        writer.uint32(/* id 5, wireType 0 =*/40).bool(message.all);
                    if (message.except != null && message.except.length)
                        for (let i = 0; i < message.except.length; ++i)
                            writer.uint32(/* id 6, wireType 2 =*/50).string(message.except[i]);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PushTarget message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.PushTarget
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.PushTarget & causeway.link.v1.PushTarget.$Shape} PushTarget
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PushTarget.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.PushTarget();
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
                                if (!(message.sessions && message.sessions.length))
                                    message.sessions = [];
                                message.sessions.push(reader.stringVerify());
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.user = value;
                                else
                                    delete message.user;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.users && message.users.length))
                                    message.users = [];
                                message.users.push(reader.stringVerify());
                                continue;
                            }
                        case 4: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.group = value;
                                else
                                    delete message.group;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.all = value;
                                else
                                    delete message.all;
                                continue;
                            }
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.except && message.except.length))
                                    message.except = [];
                                message.except.push(reader.stringVerify());
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

                return PushTarget;
            })();

            v1.RelayTarget = (function() {

                /**
                 * Properties of a RelayTarget.
                 * @typedef {Object} causeway.link.v1.RelayTarget.$Properties
                 * @property {string|null} [server] RelayTarget server
                 * @property {string|null} [service] RelayTarget service
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a RelayTarget.
                 * @memberof causeway.link.v1
                 * @interface IRelayTarget
                 * @augments causeway.link.v1.RelayTarget.$Properties
                 * @deprecated Use causeway.link.v1.RelayTarget.$Properties instead.
                 */

                /**
                 * Shape of a RelayTarget.
                 * @typedef {causeway.link.v1.RelayTarget.$Properties} causeway.link.v1.RelayTarget.$Shape
                 */

                /**
                 * Constructs a new RelayTarget.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a RelayTarget.
                 * @constructor
                 * @param {causeway.link.v1.RelayTarget.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const RelayTarget = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * RelayTarget server.
                 * @member {string} server
                 * @memberof causeway.link.v1.RelayTarget
                 * @instance
                 */
                RelayTarget.prototype.server = "";

                /**
                 * RelayTarget service.
                 * @member {string} service
                 * @memberof causeway.link.v1.RelayTarget
                 * @instance
                 */
                RelayTarget.prototype.service = "";

                /**
                 * Creates a new RelayTarget instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.RelayTarget
                 * @static
                 * @param {causeway.link.v1.RelayTarget.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.RelayTarget} RelayTarget instance
                 * @type {{
                 *   (properties: causeway.link.v1.RelayTarget.$Shape): causeway.link.v1.RelayTarget & causeway.link.v1.RelayTarget.$Shape;
                 *   (properties?: causeway.link.v1.RelayTarget.$Properties): causeway.link.v1.RelayTarget;
                 * }}
                 */
                RelayTarget.create = function(properties) {
                    return new RelayTarget(properties);
                };

                /**
                 * Encodes the specified RelayTarget message. Does not implicitly {@link causeway.link.v1.RelayTarget.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.RelayTarget
                 * @static
                 * @param {causeway.link.v1.RelayTarget.$Properties} message RelayTarget message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                RelayTarget.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.server != null && $Object.hasOwnProperty.call(message, "server") && message.server !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.server);
                    if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.service);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a RelayTarget message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.RelayTarget
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.RelayTarget & causeway.link.v1.RelayTarget.$Shape} RelayTarget
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                RelayTarget.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.RelayTarget();
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
                                    message.server = value;
                                else
                                    delete message.server;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.service = value;
                                else
                                    delete message.service;
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

                return RelayTarget;
            })();

            v1.RelaySource = (function() {

                /**
                 * Properties of a RelaySource.
                 * @typedef {Object} causeway.link.v1.RelaySource.$Properties
                 * @property {string|null} [server] RelaySource server
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a RelaySource.
                 * @memberof causeway.link.v1
                 * @interface IRelaySource
                 * @augments causeway.link.v1.RelaySource.$Properties
                 * @deprecated Use causeway.link.v1.RelaySource.$Properties instead.
                 */

                /**
                 * Shape of a RelaySource.
                 * @typedef {causeway.link.v1.RelaySource.$Properties} causeway.link.v1.RelaySource.$Shape
                 */

                /**
                 * Constructs a new RelaySource.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a RelaySource.
                 * @constructor
                 * @param {causeway.link.v1.RelaySource.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const RelaySource = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * RelaySource server.
                 * @member {string} server
                 * @memberof causeway.link.v1.RelaySource
                 * @instance
                 */
                RelaySource.prototype.server = "";

                /**
                 * Creates a new RelaySource instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.RelaySource
                 * @static
                 * @param {causeway.link.v1.RelaySource.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.RelaySource} RelaySource instance
                 * @type {{
                 *   (properties: causeway.link.v1.RelaySource.$Shape): causeway.link.v1.RelaySource & causeway.link.v1.RelaySource.$Shape;
                 *   (properties?: causeway.link.v1.RelaySource.$Properties): causeway.link.v1.RelaySource;
                 * }}
                 */
                RelaySource.create = function(properties) {
                    return new RelaySource(properties);
                };

                /**
                 * Encodes the specified RelaySource message. Does not implicitly {@link causeway.link.v1.RelaySource.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.RelaySource
                 * @static
                 * @param {causeway.link.v1.RelaySource.$Properties} message RelaySource message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                RelaySource.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.server != null && $Object.hasOwnProperty.call(message, "server") && message.server !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.server);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a RelaySource message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.RelaySource
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.RelaySource & causeway.link.v1.RelaySource.$Shape} RelaySource
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                RelaySource.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.RelaySource();
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
                                    message.server = value;
                                else
                                    delete message.server;
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

                return RelaySource;
            })();

            v1.Undelivered = (function() {

                /**
                 * Properties of an Undelivered.
                 * @typedef {Object} causeway.link.v1.Undelivered.$Properties
                 * @property {number|null} [code] Undelivered code
                 * @property {number|null} [count] Undelivered count
                 * @property {string|null} [target] Undelivered target
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Undelivered.
                 * @memberof causeway.link.v1
                 * @interface IUndelivered
                 * @augments causeway.link.v1.Undelivered.$Properties
                 * @deprecated Use causeway.link.v1.Undelivered.$Properties instead.
                 */

                /**
                 * Shape of an Undelivered.
                 * @typedef {causeway.link.v1.Undelivered.$Properties} causeway.link.v1.Undelivered.$Shape
                 */

                /**
                 * Constructs a new Undelivered.
                 * @memberof causeway.link.v1
                 * @classdesc Represents an Undelivered.
                 * @constructor
                 * @param {causeway.link.v1.Undelivered.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Undelivered = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Undelivered code.
                 * @member {number} code
                 * @memberof causeway.link.v1.Undelivered
                 * @instance
                 */
                Undelivered.prototype.code = 0;

                /**
                 * Undelivered count.
                 * @member {number} count
                 * @memberof causeway.link.v1.Undelivered
                 * @instance
                 */
                Undelivered.prototype.count = 0;

                /**
                 * Undelivered target.
                 * @member {string} target
                 * @memberof causeway.link.v1.Undelivered
                 * @instance
                 */
                Undelivered.prototype.target = "";

                /**
                 * Creates a new Undelivered instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.Undelivered
                 * @static
                 * @param {causeway.link.v1.Undelivered.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.Undelivered} Undelivered instance
                 * @type {{
                 *   (properties: causeway.link.v1.Undelivered.$Shape): causeway.link.v1.Undelivered & causeway.link.v1.Undelivered.$Shape;
                 *   (properties?: causeway.link.v1.Undelivered.$Properties): causeway.link.v1.Undelivered;
                 * }}
                 */
                Undelivered.create = function(properties) {
                    return new Undelivered(properties);
                };

                /**
                 * Encodes the specified Undelivered message. Does not implicitly {@link causeway.link.v1.Undelivered.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.Undelivered
                 * @static
                 * @param {causeway.link.v1.Undelivered.$Properties} message Undelivered message or plain object to encode
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
                    if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.code);
                    if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.count);
                    if (message.target != null && $Object.hasOwnProperty.call(message, "target") && message.target !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.target);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an Undelivered message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.Undelivered
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Undelivered & causeway.link.v1.Undelivered.$Shape} Undelivered
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
                    message = _target || new $root.causeway.link.v1.Undelivered();
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
                                    message.count = value;
                                else
                                    delete message.count;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.target = value;
                                else
                                    delete message.target;
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

            v1.GroupChange = (function() {

                /**
                 * Properties of a GroupChange.
                 * @typedef {Object} causeway.link.v1.GroupChange.$Properties
                 * @property {string|null} [group] GroupChange group
                 * @property {Array.<string>|null} [sessions] GroupChange sessions
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a GroupChange.
                 * @memberof causeway.link.v1
                 * @interface IGroupChange
                 * @augments causeway.link.v1.GroupChange.$Properties
                 * @deprecated Use causeway.link.v1.GroupChange.$Properties instead.
                 */

                /**
                 * Shape of a GroupChange.
                 * @typedef {causeway.link.v1.GroupChange.$Properties} causeway.link.v1.GroupChange.$Shape
                 */

                /**
                 * Constructs a new GroupChange.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a GroupChange.
                 * @constructor
                 * @param {causeway.link.v1.GroupChange.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const GroupChange = function (properties) {
                    this.sessions = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * GroupChange group.
                 * @member {string} group
                 * @memberof causeway.link.v1.GroupChange
                 * @instance
                 */
                GroupChange.prototype.group = "";

                /**
                 * GroupChange sessions.
                 * @member {Array.<string>} sessions
                 * @memberof causeway.link.v1.GroupChange
                 * @instance
                 */
                GroupChange.prototype.sessions = $util.emptyArray;

                /**
                 * Creates a new GroupChange instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.GroupChange
                 * @static
                 * @param {causeway.link.v1.GroupChange.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.GroupChange} GroupChange instance
                 * @type {{
                 *   (properties: causeway.link.v1.GroupChange.$Shape): causeway.link.v1.GroupChange & causeway.link.v1.GroupChange.$Shape;
                 *   (properties?: causeway.link.v1.GroupChange.$Properties): causeway.link.v1.GroupChange;
                 * }}
                 */
                GroupChange.create = function(properties) {
                    return new GroupChange(properties);
                };

                /**
                 * Encodes the specified GroupChange message. Does not implicitly {@link causeway.link.v1.GroupChange.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.GroupChange
                 * @static
                 * @param {causeway.link.v1.GroupChange.$Properties} message GroupChange message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                GroupChange.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.group != null && $Object.hasOwnProperty.call(message, "group") && message.group !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.group);
                    if (message.sessions != null && message.sessions.length)
                        for (let i = 0; i < message.sessions.length; ++i)
                            writer.uint32(/* id 2, wireType 2 =*/18).string(message.sessions[i]);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a GroupChange message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.GroupChange
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.GroupChange & causeway.link.v1.GroupChange.$Shape} GroupChange
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                GroupChange.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.GroupChange();
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
                                    message.group = value;
                                else
                                    delete message.group;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.sessions && message.sessions.length))
                                    message.sessions = [];
                                message.sessions.push(reader.stringVerify());
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

                return GroupChange;
            })();

            v1.AttributesChange = (function() {

                /**
                 * Properties of an AttributesChange.
                 * @typedef {Object} causeway.link.v1.AttributesChange.$Properties
                 * @property {Array.<causeway.link.v1.Attribute.$Properties>|null} [set] AttributesChange set
                 * @property {Array.<string>|null} [remove] AttributesChange remove
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an AttributesChange.
                 * @memberof causeway.link.v1
                 * @interface IAttributesChange
                 * @augments causeway.link.v1.AttributesChange.$Properties
                 * @deprecated Use causeway.link.v1.AttributesChange.$Properties instead.
                 */

                /**
                 * Shape of an AttributesChange.
                 * @typedef {causeway.link.v1.AttributesChange.$Properties} causeway.link.v1.AttributesChange.$Shape
                 */

                /**
                 * Constructs a new AttributesChange.
                 * @memberof causeway.link.v1
                 * @classdesc Represents an AttributesChange.
                 * @constructor
                 * @param {causeway.link.v1.AttributesChange.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const AttributesChange = function (properties) {
                    this.set = [];
                    this.remove = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * AttributesChange set.
                 * @member {Array.<causeway.link.v1.Attribute.$Properties>} set
                 * @memberof causeway.link.v1.AttributesChange
                 * @instance
                 */
                AttributesChange.prototype.set = $util.emptyArray;

                /**
                 * AttributesChange remove.
                 * @member {Array.<string>} remove
                 * @memberof causeway.link.v1.AttributesChange
                 * @instance
                 */
                AttributesChange.prototype.remove = $util.emptyArray;

                /**
                 * Creates a new AttributesChange instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.AttributesChange
                 * @static
                 * @param {causeway.link.v1.AttributesChange.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.AttributesChange} AttributesChange instance
                 * @type {{
                 *   (properties: causeway.link.v1.AttributesChange.$Shape): causeway.link.v1.AttributesChange & causeway.link.v1.AttributesChange.$Shape;
                 *   (properties?: causeway.link.v1.AttributesChange.$Properties): causeway.link.v1.AttributesChange;
                 * }}
                 */
                AttributesChange.create = function(properties) {
                    return new AttributesChange(properties);
                };

                /**
                 * Encodes the specified AttributesChange message. Does not implicitly {@link causeway.link.v1.AttributesChange.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.AttributesChange
                 * @static
                 * @param {causeway.link.v1.AttributesChange.$Properties} message AttributesChange message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                AttributesChange.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.set != null && message.set.length)
                        for (let i = 0; i < message.set.length; ++i)
                            $root.causeway.link.v1.Attribute.encode(message.set[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.remove != null && message.remove.length)
                        for (let i = 0; i < message.remove.length; ++i)
                            writer.uint32(/* id 2, wireType 2 =*/18).string(message.remove[i]);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an AttributesChange message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.AttributesChange
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.AttributesChange & causeway.link.v1.AttributesChange.$Shape} AttributesChange
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                AttributesChange.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.causeway.link.v1.AttributesChange();
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
                                if (!(message.set && message.set.length))
                                    message.set = [];
                                message.set.push($root.causeway.link.v1.Attribute.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.remove && message.remove.length))
                                    message.remove = [];
                                message.remove.push(reader.stringVerify());
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

                return AttributesChange;
            })();

            v1.Kick = (function() {

                /**
                 * Properties of a Kick.
                 * @typedef {Object} causeway.link.v1.Kick.$Properties
                 * @property {string|null} [session] Kick session
                 * @property {string|null} [user] Kick user
                 * @property {string|null} [reason] Kick reason
                 * @property {number|null} [advice] Kick advice
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Kick.
                 * @memberof causeway.link.v1
                 * @interface IKick
                 * @augments causeway.link.v1.Kick.$Properties
                 * @deprecated Use causeway.link.v1.Kick.$Properties instead.
                 */

                /**
                 * Shape of a Kick.
                 * @typedef {causeway.link.v1.Kick.$Properties} causeway.link.v1.Kick.$Shape
                 */

                /**
                 * Constructs a new Kick.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a Kick.
                 * @constructor
                 * @param {causeway.link.v1.Kick.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Kick = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Kick session.
                 * @member {string} session
                 * @memberof causeway.link.v1.Kick
                 * @instance
                 */
                Kick.prototype.session = "";

                /**
                 * Kick user.
                 * @member {string} user
                 * @memberof causeway.link.v1.Kick
                 * @instance
                 */
                Kick.prototype.user = "";

                /**
                 * Kick reason.
                 * @member {string} reason
                 * @memberof causeway.link.v1.Kick
                 * @instance
                 */
                Kick.prototype.reason = "";

                /**
                 * Kick advice.
                 * @member {number} advice
                 * @memberof causeway.link.v1.Kick
                 * @instance
                 */
                Kick.prototype.advice = 0;

                /**
                 * Creates a new Kick instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.Kick
                 * @static
                 * @param {causeway.link.v1.Kick.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.Kick} Kick instance
                 * @type {{
                 *   (properties: causeway.link.v1.Kick.$Shape): causeway.link.v1.Kick & causeway.link.v1.Kick.$Shape;
                 *   (properties?: causeway.link.v1.Kick.$Properties): causeway.link.v1.Kick;
                 * }}
                 */
                Kick.create = function(properties) {
                    return new Kick(properties);
                };

                /**
                 * Encodes the specified Kick message. Does not implicitly {@link causeway.link.v1.Kick.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.Kick
                 * @static
                 * @param {causeway.link.v1.Kick.$Properties} message Kick message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Kick.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.session != null && $Object.hasOwnProperty.call(message, "session") && message.session !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.session);
                    if (message.user != null && $Object.hasOwnProperty.call(message, "user") && message.user !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.user);
                    if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.reason);
                    if (message.advice != null && $Object.hasOwnProperty.call(message, "advice") && message.advice !== 0)
                        writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.advice);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Kick message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.Kick
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Kick & causeway.link.v1.Kick.$Shape} Kick
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Kick.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.Kick();
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
                                    message.session = value;
                                else
                                    delete message.session;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.user = value;
                                else
                                    delete message.user;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.reason = value;
                                else
                                    delete message.reason;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.advice = value;
                                else
                                    delete message.advice;
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

                return Kick;
            })();

            v1.Pin = (function() {

                /**
                 * Properties of a Pin.
                 * @typedef {Object} causeway.link.v1.Pin.$Properties
                 * @property {string|null} [service] Pin service
                 * @property {string|null} [server] Pin server
                 * @property {Uint8Array|null} [key] Pin key
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Pin.
                 * @memberof causeway.link.v1
                 * @interface IPin
                 * @augments causeway.link.v1.Pin.$Properties
                 * @deprecated Use causeway.link.v1.Pin.$Properties instead.
                 */

                /**
                 * Shape of a Pin.
                 * @typedef {causeway.link.v1.Pin.$Properties} causeway.link.v1.Pin.$Shape
                 */

                /**
                 * Constructs a new Pin.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a Pin.
                 * @constructor
                 * @param {causeway.link.v1.Pin.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Pin = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Pin service.
                 * @member {string} service
                 * @memberof causeway.link.v1.Pin
                 * @instance
                 */
                Pin.prototype.service = "";

                /**
                 * Pin server.
                 * @member {string} server
                 * @memberof causeway.link.v1.Pin
                 * @instance
                 */
                Pin.prototype.server = "";

                /**
                 * Pin key.
                 * @member {Uint8Array} key
                 * @memberof causeway.link.v1.Pin
                 * @instance
                 */
                Pin.prototype.key = $util.newBuffer([]);

                /**
                 * Creates a new Pin instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.Pin
                 * @static
                 * @param {causeway.link.v1.Pin.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.Pin} Pin instance
                 * @type {{
                 *   (properties: causeway.link.v1.Pin.$Shape): causeway.link.v1.Pin & causeway.link.v1.Pin.$Shape;
                 *   (properties?: causeway.link.v1.Pin.$Properties): causeway.link.v1.Pin;
                 * }}
                 */
                Pin.create = function(properties) {
                    return new Pin(properties);
                };

                /**
                 * Encodes the specified Pin message. Does not implicitly {@link causeway.link.v1.Pin.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.Pin
                 * @static
                 * @param {causeway.link.v1.Pin.$Properties} message Pin message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Pin.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.service);
                    if (message.server != null && $Object.hasOwnProperty.call(message, "server") && message.server !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.server);
                    if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.key);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Pin message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.Pin
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Pin & causeway.link.v1.Pin.$Shape} Pin
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Pin.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.Pin();
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
                                    message.service = value;
                                else
                                    delete message.service;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.server = value;
                                else
                                    delete message.server;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.key = value;
                                else
                                    delete message.key;
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

                return Pin;
            })();

            v1.Done = (function() {

                /**
                 * Properties of a Done.
                 * @typedef {Object} causeway.link.v1.Done.$Properties
                 * @property {number|null} [code] Done code
                 * @property {string|null} [message] Done message
                 * @property {number|null} [count] Done count
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Done.
                 * @memberof causeway.link.v1
                 * @interface IDone
                 * @augments causeway.link.v1.Done.$Properties
                 * @deprecated Use causeway.link.v1.Done.$Properties instead.
                 */

                /**
                 * Shape of a Done.
                 * @typedef {causeway.link.v1.Done.$Properties} causeway.link.v1.Done.$Shape
                 */

                /**
                 * Constructs a new Done.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a Done.
                 * @constructor
                 * @param {causeway.link.v1.Done.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Done = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Done code.
                 * @member {number} code
                 * @memberof causeway.link.v1.Done
                 * @instance
                 */
                Done.prototype.code = 0;

                /**
                 * Done message.
                 * @member {string} message
                 * @memberof causeway.link.v1.Done
                 * @instance
                 */
                Done.prototype.message = "";

                /**
                 * Done count.
                 * @member {number} count
                 * @memberof causeway.link.v1.Done
                 * @instance
                 */
                Done.prototype.count = 0;

                /**
                 * Creates a new Done instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.Done
                 * @static
                 * @param {causeway.link.v1.Done.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.Done} Done instance
                 * @type {{
                 *   (properties: causeway.link.v1.Done.$Shape): causeway.link.v1.Done & causeway.link.v1.Done.$Shape;
                 *   (properties?: causeway.link.v1.Done.$Properties): causeway.link.v1.Done;
                 * }}
                 */
                Done.create = function(properties) {
                    return new Done(properties);
                };

                /**
                 * Encodes the specified Done message. Does not implicitly {@link causeway.link.v1.Done.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.Done
                 * @static
                 * @param {causeway.link.v1.Done.$Properties} message Done message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Done.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.code);
                    if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
                    if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.count);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Done message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.Done
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Done & causeway.link.v1.Done.$Shape} Done
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Done.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.Done();
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
                                    message.message = value;
                                else
                                    delete message.message;
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

                return Done;
            })();

            v1.Presence = (function() {

                /**
                 * Properties of a Presence.
                 * @typedef {Object} causeway.link.v1.Presence.$Properties
                 * @property {string|null} [session] Presence session
                 * @property {string|null} [user] Presence user
                 * @property {string|null} [gateway] Presence gateway
                 * @property {number|null} [sinceEpochMs] Presence sinceEpochMs
                 * @property {string|null} [device] Presence device
                 * @property {string|null} [client] Presence client
                 * @property {string|null} [address] Presence address
                 * @property {Array.<causeway.link.v1.Attribute.$Properties>|null} [attributes] Presence attributes
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Presence.
                 * @memberof causeway.link.v1
                 * @interface IPresence
                 * @augments causeway.link.v1.Presence.$Properties
                 * @deprecated Use causeway.link.v1.Presence.$Properties instead.
                 */

                /**
                 * Shape of a Presence.
                 * @typedef {causeway.link.v1.Presence.$Properties} causeway.link.v1.Presence.$Shape
                 */

                /**
                 * Constructs a new Presence.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a Presence.
                 * @constructor
                 * @param {causeway.link.v1.Presence.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Presence = function (properties) {
                    this.attributes = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Presence session.
                 * @member {string} session
                 * @memberof causeway.link.v1.Presence
                 * @instance
                 */
                Presence.prototype.session = "";

                /**
                 * Presence user.
                 * @member {string} user
                 * @memberof causeway.link.v1.Presence
                 * @instance
                 */
                Presence.prototype.user = "";

                /**
                 * Presence gateway.
                 * @member {string} gateway
                 * @memberof causeway.link.v1.Presence
                 * @instance
                 */
                Presence.prototype.gateway = "";

                /**
                 * Presence sinceEpochMs.
                 * @member {number} sinceEpochMs
                 * @memberof causeway.link.v1.Presence
                 * @instance
                 */
                Presence.prototype.sinceEpochMs = 0;

                /**
                 * Presence device.
                 * @member {string} device
                 * @memberof causeway.link.v1.Presence
                 * @instance
                 */
                Presence.prototype.device = "";

                /**
                 * Presence client.
                 * @member {string} client
                 * @memberof causeway.link.v1.Presence
                 * @instance
                 */
                Presence.prototype.client = "";

                /**
                 * Presence address.
                 * @member {string} address
                 * @memberof causeway.link.v1.Presence
                 * @instance
                 */
                Presence.prototype.address = "";

                /**
                 * Presence attributes.
                 * @member {Array.<causeway.link.v1.Attribute.$Properties>} attributes
                 * @memberof causeway.link.v1.Presence
                 * @instance
                 */
                Presence.prototype.attributes = $util.emptyArray;

                /**
                 * Creates a new Presence instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.Presence
                 * @static
                 * @param {causeway.link.v1.Presence.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.Presence} Presence instance
                 * @type {{
                 *   (properties: causeway.link.v1.Presence.$Shape): causeway.link.v1.Presence & causeway.link.v1.Presence.$Shape;
                 *   (properties?: causeway.link.v1.Presence.$Properties): causeway.link.v1.Presence;
                 * }}
                 */
                Presence.create = function(properties) {
                    return new Presence(properties);
                };

                /**
                 * Encodes the specified Presence message. Does not implicitly {@link causeway.link.v1.Presence.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.Presence
                 * @static
                 * @param {causeway.link.v1.Presence.$Properties} message Presence message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Presence.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.session != null && $Object.hasOwnProperty.call(message, "session") && message.session !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.session);
                    if (message.user != null && $Object.hasOwnProperty.call(message, "user") && message.user !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.user);
                    if (message.gateway != null && $Object.hasOwnProperty.call(message, "gateway") && message.gateway !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.gateway);
                    if (message.sinceEpochMs != null && $Object.hasOwnProperty.call(message, "sinceEpochMs") && !$Object.is(message.sinceEpochMs, 0))
                        writer.uint32(/* id 4, wireType 1 =*/33).double(message.sinceEpochMs);
                    if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.device);
                    if (message.client != null && $Object.hasOwnProperty.call(message, "client") && message.client !== "")
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.client);
                    if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                        writer.uint32(/* id 7, wireType 2 =*/58).string(message.address);
                    if (message.attributes != null && message.attributes.length)
                        for (let i = 0; i < message.attributes.length; ++i)
                            $root.causeway.link.v1.Attribute.encode(message.attributes[i], writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Presence message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.Presence
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.Presence & causeway.link.v1.Presence.$Shape} Presence
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Presence.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.Presence();
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
                                    message.session = value;
                                else
                                    delete message.session;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.user = value;
                                else
                                    delete message.user;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.gateway = value;
                                else
                                    delete message.gateway;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 1)
                                    break;
                                if (!$Object.is(value = reader.double(), 0))
                                    message.sinceEpochMs = value;
                                else
                                    delete message.sinceEpochMs;
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
                        case 6: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.client = value;
                                else
                                    delete message.client;
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.address = value;
                                else
                                    delete message.address;
                                continue;
                            }
                        case 8: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.attributes && message.attributes.length))
                                    message.attributes = [];
                                message.attributes.push($root.causeway.link.v1.Attribute.decode(reader, reader.size(), $undefined, _depth + 1));
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

                return Presence;
            })();

            v1.PresenceQuery = (function() {

                /**
                 * Properties of a PresenceQuery.
                 * @typedef {Object} causeway.link.v1.PresenceQuery.$Properties
                 * @property {Array.<string>|null} [users] PresenceQuery users
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PresenceQuery.
                 * @memberof causeway.link.v1
                 * @interface IPresenceQuery
                 * @augments causeway.link.v1.PresenceQuery.$Properties
                 * @deprecated Use causeway.link.v1.PresenceQuery.$Properties instead.
                 */

                /**
                 * Shape of a PresenceQuery.
                 * @typedef {causeway.link.v1.PresenceQuery.$Properties} causeway.link.v1.PresenceQuery.$Shape
                 */

                /**
                 * Constructs a new PresenceQuery.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a PresenceQuery.
                 * @constructor
                 * @param {causeway.link.v1.PresenceQuery.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PresenceQuery = function (properties) {
                    this.users = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PresenceQuery users.
                 * @member {Array.<string>} users
                 * @memberof causeway.link.v1.PresenceQuery
                 * @instance
                 */
                PresenceQuery.prototype.users = $util.emptyArray;

                /**
                 * Creates a new PresenceQuery instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.PresenceQuery
                 * @static
                 * @param {causeway.link.v1.PresenceQuery.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.PresenceQuery} PresenceQuery instance
                 * @type {{
                 *   (properties: causeway.link.v1.PresenceQuery.$Shape): causeway.link.v1.PresenceQuery & causeway.link.v1.PresenceQuery.$Shape;
                 *   (properties?: causeway.link.v1.PresenceQuery.$Properties): causeway.link.v1.PresenceQuery;
                 * }}
                 */
                PresenceQuery.create = function(properties) {
                    return new PresenceQuery(properties);
                };

                /**
                 * Encodes the specified PresenceQuery message. Does not implicitly {@link causeway.link.v1.PresenceQuery.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.PresenceQuery
                 * @static
                 * @param {causeway.link.v1.PresenceQuery.$Properties} message PresenceQuery message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PresenceQuery.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.users != null && message.users.length)
                        for (let i = 0; i < message.users.length; ++i)
                            writer.uint32(/* id 1, wireType 2 =*/10).string(message.users[i]);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PresenceQuery message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.PresenceQuery
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.PresenceQuery & causeway.link.v1.PresenceQuery.$Shape} PresenceQuery
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PresenceQuery.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.causeway.link.v1.PresenceQuery();
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
                                if (!(message.users && message.users.length))
                                    message.users = [];
                                message.users.push(reader.stringVerify());
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

                return PresenceQuery;
            })();

            v1.PresenceAnswer = (function() {

                /**
                 * Properties of a PresenceAnswer.
                 * @typedef {Object} causeway.link.v1.PresenceAnswer.$Properties
                 * @property {number|null} [code] PresenceAnswer code
                 * @property {string|null} [message] PresenceAnswer message
                 * @property {Array.<causeway.link.v1.Presence.$Properties>|null} [sessions] PresenceAnswer sessions
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PresenceAnswer.
                 * @memberof causeway.link.v1
                 * @interface IPresenceAnswer
                 * @augments causeway.link.v1.PresenceAnswer.$Properties
                 * @deprecated Use causeway.link.v1.PresenceAnswer.$Properties instead.
                 */

                /**
                 * Shape of a PresenceAnswer.
                 * @typedef {causeway.link.v1.PresenceAnswer.$Properties} causeway.link.v1.PresenceAnswer.$Shape
                 */

                /**
                 * Constructs a new PresenceAnswer.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a PresenceAnswer.
                 * @constructor
                 * @param {causeway.link.v1.PresenceAnswer.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PresenceAnswer = function (properties) {
                    this.sessions = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PresenceAnswer code.
                 * @member {number} code
                 * @memberof causeway.link.v1.PresenceAnswer
                 * @instance
                 */
                PresenceAnswer.prototype.code = 0;

                /**
                 * PresenceAnswer message.
                 * @member {string} message
                 * @memberof causeway.link.v1.PresenceAnswer
                 * @instance
                 */
                PresenceAnswer.prototype.message = "";

                /**
                 * PresenceAnswer sessions.
                 * @member {Array.<causeway.link.v1.Presence.$Properties>} sessions
                 * @memberof causeway.link.v1.PresenceAnswer
                 * @instance
                 */
                PresenceAnswer.prototype.sessions = $util.emptyArray;

                /**
                 * Creates a new PresenceAnswer instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.PresenceAnswer
                 * @static
                 * @param {causeway.link.v1.PresenceAnswer.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.PresenceAnswer} PresenceAnswer instance
                 * @type {{
                 *   (properties: causeway.link.v1.PresenceAnswer.$Shape): causeway.link.v1.PresenceAnswer & causeway.link.v1.PresenceAnswer.$Shape;
                 *   (properties?: causeway.link.v1.PresenceAnswer.$Properties): causeway.link.v1.PresenceAnswer;
                 * }}
                 */
                PresenceAnswer.create = function(properties) {
                    return new PresenceAnswer(properties);
                };

                /**
                 * Encodes the specified PresenceAnswer message. Does not implicitly {@link causeway.link.v1.PresenceAnswer.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.PresenceAnswer
                 * @static
                 * @param {causeway.link.v1.PresenceAnswer.$Properties} message PresenceAnswer message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PresenceAnswer.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.code);
                    if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
                    if (message.sessions != null && message.sessions.length)
                        for (let i = 0; i < message.sessions.length; ++i)
                            $root.causeway.link.v1.Presence.encode(message.sessions[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PresenceAnswer message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.PresenceAnswer
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.PresenceAnswer & causeway.link.v1.PresenceAnswer.$Shape} PresenceAnswer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PresenceAnswer.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.PresenceAnswer();
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
                                    message.message = value;
                                else
                                    delete message.message;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.sessions && message.sessions.length))
                                    message.sessions = [];
                                message.sessions.push($root.causeway.link.v1.Presence.decode(reader, reader.size(), $undefined, _depth + 1));
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

                return PresenceAnswer;
            })();

            v1.PresenceWatch = (function() {

                /**
                 * Properties of a PresenceWatch.
                 * @typedef {Object} causeway.link.v1.PresenceWatch.$Properties
                 * @property {number|null} [watch] PresenceWatch watch
                 * @property {Array.<string>|null} [users] PresenceWatch users
                 * @property {boolean|null} [all] PresenceWatch all
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PresenceWatch.
                 * @memberof causeway.link.v1
                 * @interface IPresenceWatch
                 * @augments causeway.link.v1.PresenceWatch.$Properties
                 * @deprecated Use causeway.link.v1.PresenceWatch.$Properties instead.
                 */

                /**
                 * Shape of a PresenceWatch.
                 * @typedef {causeway.link.v1.PresenceWatch.$Properties} causeway.link.v1.PresenceWatch.$Shape
                 */

                /**
                 * Constructs a new PresenceWatch.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a PresenceWatch.
                 * @constructor
                 * @param {causeway.link.v1.PresenceWatch.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PresenceWatch = function (properties) {
                    this.users = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PresenceWatch watch.
                 * @member {number} watch
                 * @memberof causeway.link.v1.PresenceWatch
                 * @instance
                 */
                PresenceWatch.prototype.watch = 0;

                /**
                 * PresenceWatch users.
                 * @member {Array.<string>} users
                 * @memberof causeway.link.v1.PresenceWatch
                 * @instance
                 */
                PresenceWatch.prototype.users = $util.emptyArray;

                /**
                 * PresenceWatch all.
                 * @member {boolean} all
                 * @memberof causeway.link.v1.PresenceWatch
                 * @instance
                 */
                PresenceWatch.prototype.all = false;

                /**
                 * Creates a new PresenceWatch instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.PresenceWatch
                 * @static
                 * @param {causeway.link.v1.PresenceWatch.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.PresenceWatch} PresenceWatch instance
                 * @type {{
                 *   (properties: causeway.link.v1.PresenceWatch.$Shape): causeway.link.v1.PresenceWatch & causeway.link.v1.PresenceWatch.$Shape;
                 *   (properties?: causeway.link.v1.PresenceWatch.$Properties): causeway.link.v1.PresenceWatch;
                 * }}
                 */
                PresenceWatch.create = function(properties) {
                    return new PresenceWatch(properties);
                };

                /**
                 * Encodes the specified PresenceWatch message. Does not implicitly {@link causeway.link.v1.PresenceWatch.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.PresenceWatch
                 * @static
                 * @param {causeway.link.v1.PresenceWatch.$Properties} message PresenceWatch message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PresenceWatch.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.watch != null && $Object.hasOwnProperty.call(message, "watch") && message.watch !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.watch);
                    if (message.users != null && message.users.length)
                        for (let i = 0; i < message.users.length; ++i)
                            writer.uint32(/* id 2, wireType 2 =*/18).string(message.users[i]);
                    if (message.all != null && $Object.hasOwnProperty.call(message, "all") && message.all !== false)
                        writer.uint32(/* id 3, wireType 0 =*/24).bool(message.all);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PresenceWatch message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.PresenceWatch
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.PresenceWatch & causeway.link.v1.PresenceWatch.$Shape} PresenceWatch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PresenceWatch.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.PresenceWatch();
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
                                    message.watch = value;
                                else
                                    delete message.watch;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.users && message.users.length))
                                    message.users = [];
                                message.users.push(reader.stringVerify());
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.all = value;
                                else
                                    delete message.all;
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

                return PresenceWatch;
            })();

            v1.PresenceUnwatch = (function() {

                /**
                 * Properties of a PresenceUnwatch.
                 * @typedef {Object} causeway.link.v1.PresenceUnwatch.$Properties
                 * @property {number|null} [watch] PresenceUnwatch watch
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PresenceUnwatch.
                 * @memberof causeway.link.v1
                 * @interface IPresenceUnwatch
                 * @augments causeway.link.v1.PresenceUnwatch.$Properties
                 * @deprecated Use causeway.link.v1.PresenceUnwatch.$Properties instead.
                 */

                /**
                 * Shape of a PresenceUnwatch.
                 * @typedef {causeway.link.v1.PresenceUnwatch.$Properties} causeway.link.v1.PresenceUnwatch.$Shape
                 */

                /**
                 * Constructs a new PresenceUnwatch.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a PresenceUnwatch.
                 * @constructor
                 * @param {causeway.link.v1.PresenceUnwatch.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PresenceUnwatch = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PresenceUnwatch watch.
                 * @member {number} watch
                 * @memberof causeway.link.v1.PresenceUnwatch
                 * @instance
                 */
                PresenceUnwatch.prototype.watch = 0;

                /**
                 * Creates a new PresenceUnwatch instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.PresenceUnwatch
                 * @static
                 * @param {causeway.link.v1.PresenceUnwatch.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.PresenceUnwatch} PresenceUnwatch instance
                 * @type {{
                 *   (properties: causeway.link.v1.PresenceUnwatch.$Shape): causeway.link.v1.PresenceUnwatch & causeway.link.v1.PresenceUnwatch.$Shape;
                 *   (properties?: causeway.link.v1.PresenceUnwatch.$Properties): causeway.link.v1.PresenceUnwatch;
                 * }}
                 */
                PresenceUnwatch.create = function(properties) {
                    return new PresenceUnwatch(properties);
                };

                /**
                 * Encodes the specified PresenceUnwatch message. Does not implicitly {@link causeway.link.v1.PresenceUnwatch.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.PresenceUnwatch
                 * @static
                 * @param {causeway.link.v1.PresenceUnwatch.$Properties} message PresenceUnwatch message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PresenceUnwatch.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.watch != null && $Object.hasOwnProperty.call(message, "watch") && message.watch !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.watch);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PresenceUnwatch message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.PresenceUnwatch
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.PresenceUnwatch & causeway.link.v1.PresenceUnwatch.$Shape} PresenceUnwatch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PresenceUnwatch.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.PresenceUnwatch();
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
                                    message.watch = value;
                                else
                                    delete message.watch;
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

                return PresenceUnwatch;
            })();

            v1.PresenceEvents = (function() {

                /**
                 * Properties of a PresenceEvents.
                 * @typedef {Object} causeway.link.v1.PresenceEvents.$Properties
                 * @property {number|null} [watch] PresenceEvents watch
                 * @property {Array.<causeway.link.v1.PresenceEvent.$Properties>|null} [events] PresenceEvents events
                 * @property {number|null} [state] PresenceEvents state
                 * @property {number|null} [code] PresenceEvents code
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PresenceEvents.
                 * @memberof causeway.link.v1
                 * @interface IPresenceEvents
                 * @augments causeway.link.v1.PresenceEvents.$Properties
                 * @deprecated Use causeway.link.v1.PresenceEvents.$Properties instead.
                 */

                /**
                 * Shape of a PresenceEvents.
                 * @typedef {causeway.link.v1.PresenceEvents.$Properties} causeway.link.v1.PresenceEvents.$Shape
                 */

                /**
                 * Constructs a new PresenceEvents.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a PresenceEvents.
                 * @constructor
                 * @param {causeway.link.v1.PresenceEvents.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PresenceEvents = function (properties) {
                    this.events = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PresenceEvents watch.
                 * @member {number} watch
                 * @memberof causeway.link.v1.PresenceEvents
                 * @instance
                 */
                PresenceEvents.prototype.watch = 0;

                /**
                 * PresenceEvents events.
                 * @member {Array.<causeway.link.v1.PresenceEvent.$Properties>} events
                 * @memberof causeway.link.v1.PresenceEvents
                 * @instance
                 */
                PresenceEvents.prototype.events = $util.emptyArray;

                /**
                 * PresenceEvents state.
                 * @member {number} state
                 * @memberof causeway.link.v1.PresenceEvents
                 * @instance
                 */
                PresenceEvents.prototype.state = 0;

                /**
                 * PresenceEvents code.
                 * @member {number} code
                 * @memberof causeway.link.v1.PresenceEvents
                 * @instance
                 */
                PresenceEvents.prototype.code = 0;

                /**
                 * Creates a new PresenceEvents instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.PresenceEvents
                 * @static
                 * @param {causeway.link.v1.PresenceEvents.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.PresenceEvents} PresenceEvents instance
                 * @type {{
                 *   (properties: causeway.link.v1.PresenceEvents.$Shape): causeway.link.v1.PresenceEvents & causeway.link.v1.PresenceEvents.$Shape;
                 *   (properties?: causeway.link.v1.PresenceEvents.$Properties): causeway.link.v1.PresenceEvents;
                 * }}
                 */
                PresenceEvents.create = function(properties) {
                    return new PresenceEvents(properties);
                };

                /**
                 * Encodes the specified PresenceEvents message. Does not implicitly {@link causeway.link.v1.PresenceEvents.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.PresenceEvents
                 * @static
                 * @param {causeway.link.v1.PresenceEvents.$Properties} message PresenceEvents message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PresenceEvents.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.watch != null && $Object.hasOwnProperty.call(message, "watch") && message.watch !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.watch);
                    if (message.events != null && message.events.length)
                        for (let i = 0; i < message.events.length; ++i)
                            $root.causeway.link.v1.PresenceEvent.encode(message.events[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.state);
                    if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                        writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.code);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PresenceEvents message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.PresenceEvents
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.PresenceEvents & causeway.link.v1.PresenceEvents.$Shape} PresenceEvents
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PresenceEvents.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.PresenceEvents();
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
                                    message.watch = value;
                                else
                                    delete message.watch;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.events && message.events.length))
                                    message.events = [];
                                message.events.push($root.causeway.link.v1.PresenceEvent.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.state = value;
                                else
                                    delete message.state;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.code = value;
                                else
                                    delete message.code;
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

                return PresenceEvents;
            })();

            v1.PresenceEvent = (function() {

                /**
                 * Properties of a PresenceEvent.
                 * @typedef {Object} causeway.link.v1.PresenceEvent.$Properties
                 * @property {number|null} [change] PresenceEvent change
                 * @property {causeway.link.v1.Presence.$Properties|null} [presence] PresenceEvent presence
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a PresenceEvent.
                 * @memberof causeway.link.v1
                 * @interface IPresenceEvent
                 * @augments causeway.link.v1.PresenceEvent.$Properties
                 * @deprecated Use causeway.link.v1.PresenceEvent.$Properties instead.
                 */

                /**
                 * Shape of a PresenceEvent.
                 * @typedef {causeway.link.v1.PresenceEvent.$Properties} causeway.link.v1.PresenceEvent.$Shape
                 */

                /**
                 * Constructs a new PresenceEvent.
                 * @memberof causeway.link.v1
                 * @classdesc Represents a PresenceEvent.
                 * @constructor
                 * @param {causeway.link.v1.PresenceEvent.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const PresenceEvent = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * PresenceEvent change.
                 * @member {number} change
                 * @memberof causeway.link.v1.PresenceEvent
                 * @instance
                 */
                PresenceEvent.prototype.change = 0;

                /**
                 * PresenceEvent presence.
                 * @member {causeway.link.v1.Presence.$Properties|null|undefined} presence
                 * @memberof causeway.link.v1.PresenceEvent
                 * @instance
                 */
                PresenceEvent.prototype.presence = null;

                /**
                 * Creates a new PresenceEvent instance using the specified properties.
                 * @function create
                 * @memberof causeway.link.v1.PresenceEvent
                 * @static
                 * @param {causeway.link.v1.PresenceEvent.$Properties=} [properties] Properties to set
                 * @returns {causeway.link.v1.PresenceEvent} PresenceEvent instance
                 * @type {{
                 *   (properties: causeway.link.v1.PresenceEvent.$Shape): causeway.link.v1.PresenceEvent & causeway.link.v1.PresenceEvent.$Shape;
                 *   (properties?: causeway.link.v1.PresenceEvent.$Properties): causeway.link.v1.PresenceEvent;
                 * }}
                 */
                PresenceEvent.create = function(properties) {
                    return new PresenceEvent(properties);
                };

                /**
                 * Encodes the specified PresenceEvent message. Does not implicitly {@link causeway.link.v1.PresenceEvent.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.link.v1.PresenceEvent
                 * @static
                 * @param {causeway.link.v1.PresenceEvent.$Properties} message PresenceEvent message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                PresenceEvent.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.change != null && $Object.hasOwnProperty.call(message, "change") && message.change !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.change);
                    if (message.presence != null && $Object.hasOwnProperty.call(message, "presence"))
                        $root.causeway.link.v1.Presence.encode(message.presence, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a PresenceEvent message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.link.v1.PresenceEvent
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.link.v1.PresenceEvent & causeway.link.v1.PresenceEvent.$Shape} PresenceEvent
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                PresenceEvent.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.link.v1.PresenceEvent();
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
                                    message.change = value;
                                else
                                    delete message.change;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                message.presence = $root.causeway.link.v1.Presence.decode(reader, reader.size(), $undefined, _depth + 1, message.presence);
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

                return PresenceEvent;
            })();

            /**
             * PresenceChange enum.
             * @name causeway.link.v1.PresenceChange
             * @enum {number}
             * @property {number} CHANGE_NONE=0 CHANGE_NONE value
             * @property {number} ENTERED=1 ENTERED value
             * @property {number} LEFT=2 LEFT value
             * @property {number} CHANGED=3 CHANGED value
             */
            v1.PresenceChange = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "CHANGE_NONE"] = 0;
                values[valuesById[1] = "ENTERED"] = 1;
                values[valuesById[2] = "LEFT"] = 2;
                values[valuesById[3] = "CHANGED"] = 3;
                return values;
            })();

            /**
             * PresenceState enum.
             * @name causeway.link.v1.PresenceState
             * @enum {number}
             * @property {number} STATE_NONE=0 STATE_NONE value
             * @property {number} WHOLE=1 WHOLE value
             * @property {number} UNSURE=2 UNSURE value
             */
            v1.PresenceState = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "STATE_NONE"] = 0;
                values[valuesById[1] = "WHOLE"] = 1;
                values[valuesById[2] = "UNSURE"] = 2;
                return values;
            })();

            return v1;
        })();

        return link;
    })();

    return causeway;
})();

export {
  $root as default
};
