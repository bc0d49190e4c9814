// Generated from proto/causeway/bus.proto by `npm run gen`. Do not edit.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["causeway-bus"] || ($protobuf.roots["causeway-bus"] = {});

export const causeway = $root.causeway = (() => {

    /**
     * Namespace causeway.
     * @exports causeway
     * @namespace
     */
    const causeway = {};

    causeway.bus = (function() {

        /**
         * Namespace bus.
         * @memberof causeway
         * @namespace
         */
        const bus = {};

        bus.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof causeway.bus
             * @namespace
             */
            const v1 = {};

            v1.Batch = (function() {

                /**
                 * Properties of a Batch.
                 * @typedef {Object} causeway.bus.v1.Batch.$Properties
                 * @property {string|null} [gateway] Batch gateway
                 * @property {string|null} [incarnation] Batch incarnation
                 * @property {number|null} [first] Batch first
                 * @property {number|null} [pushes] Batch pushes
                 * @property {Array.<causeway.bus.v1.Frame.$Properties>|null} [frames] Batch frames
                 * @property {number|null} [flow] Batch flow
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Batch.
                 * @memberof causeway.bus.v1
                 * @interface IBatch
                 * @augments causeway.bus.v1.Batch.$Properties
                 * @deprecated Use causeway.bus.v1.Batch.$Properties instead.
                 */

                /**
                 * Shape of a Batch.
                 * @typedef {causeway.bus.v1.Batch.$Properties} causeway.bus.v1.Batch.$Shape
                 */

                /**
                 * Constructs a new Batch.
                 * @memberof causeway.bus.v1
                 * @classdesc Represents a Batch.
                 * @constructor
                 * @param {causeway.bus.v1.Batch.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Batch = function (properties) {
                    this.frames = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Batch gateway.
                 * @member {string} gateway
                 * @memberof causeway.bus.v1.Batch
                 * @instance
                 */
                Batch.prototype.gateway = "";

                /**
                 * Batch incarnation.
                 * @member {string} incarnation
                 * @memberof causeway.bus.v1.Batch
                 * @instance
                 */
                Batch.prototype.incarnation = "";

                /**
                 * Batch first.
                 * @member {number} first
                 * @memberof causeway.bus.v1.Batch
                 * @instance
                 */
                Batch.prototype.first = 0;

                /**
                 * Batch pushes.
                 * @member {number} pushes
                 * @memberof causeway.bus.v1.Batch
                 * @instance
                 */
                Batch.prototype.pushes = 0;

                /**
                 * Batch frames.
                 * @member {Array.<causeway.bus.v1.Frame.$Properties>} frames
                 * @memberof causeway.bus.v1.Batch
                 * @instance
                 */
                Batch.prototype.frames = $util.emptyArray;

                /**
                 * Batch flow.
                 * @member {number} flow
                 * @memberof causeway.bus.v1.Batch
                 * @instance
                 */
                Batch.prototype.flow = 0;

                /**
                 * Creates a new Batch instance using the specified properties.
                 * @function create
                 * @memberof causeway.bus.v1.Batch
                 * @static
                 * @param {causeway.bus.v1.Batch.$Properties=} [properties] Properties to set
                 * @returns {causeway.bus.v1.Batch} Batch instance
                 * @type {{
                 *   (properties: causeway.bus.v1.Batch.$Shape): causeway.bus.v1.Batch & causeway.bus.v1.Batch.$Shape;
                 *   (properties?: causeway.bus.v1.Batch.$Properties): causeway.bus.v1.Batch;
                 * }}
                 */
                Batch.create = function(properties) {
                    return new Batch(properties);
                };

                /**
                 * Encodes the specified Batch message. Does not implicitly {@link causeway.bus.v1.Batch.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.bus.v1.Batch
                 * @static
                 * @param {causeway.bus.v1.Batch.$Properties} message Batch message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Batch.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.gateway != null && $Object.hasOwnProperty.call(message, "gateway") && message.gateway !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.gateway);
                    if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && message.incarnation !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.incarnation);
                    if (message.first != null && $Object.hasOwnProperty.call(message, "first") && !$Object.is(message.first, 0))
                        writer.uint32(/* id 3, wireType 1 =*/25).double(message.first);
                    if (message.pushes != null && $Object.hasOwnProperty.call(message, "pushes") && !$Object.is(message.pushes, 0))
                        writer.uint32(/* id 4, wireType 1 =*/33).double(message.pushes);
                    if (message.frames != null && message.frames.length)
                        for (let i = 0; i < message.frames.length; ++i)
                            $root.causeway.bus.v1.Frame.encode(message.frames[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                    if (message.flow != null && $Object.hasOwnProperty.call(message, "flow") && message.flow !== 0)
                        writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.flow);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Batch message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.bus.v1.Batch
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Batch & causeway.bus.v1.Batch.$Shape} Batch
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Batch.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.bus.v1.Batch();
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
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.incarnation = value;
                                else
                                    delete message.incarnation;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 1)
                                    break;
                                if (!$Object.is(value = reader.double(), 0))
                                    message.first = value;
                                else
                                    delete message.first;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 1)
                                    break;
                                if (!$Object.is(value = reader.double(), 0))
                                    message.pushes = value;
                                else
                                    delete message.pushes;
                                continue;
                            }
                        case 5: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.frames && message.frames.length))
                                    message.frames = [];
                                message.frames.push($root.causeway.bus.v1.Frame.decode(reader, reader.size(), $undefined, _depth + 1));
                                continue;
                            }
                        case 6: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.flow = value;
                                else
                                    delete message.flow;
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

                return Batch;
            })();

            v1.Frame = (function() {

                /**
                 * Properties of a Frame.
                 * @typedef {Object} causeway.bus.v1.Frame.$Properties
                 * @property {causeway.bus.v1.FrameKind|null} [kind] Frame kind
                 * @property {Uint8Array|null} [body] Frame body
                 * @property {number|null} [ask] Frame ask
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Frame.
                 * @memberof causeway.bus.v1
                 * @interface IFrame
                 * @augments causeway.bus.v1.Frame.$Properties
                 * @deprecated Use causeway.bus.v1.Frame.$Properties instead.
                 */

                /**
                 * Shape of a Frame.
                 * @typedef {causeway.bus.v1.Frame.$Properties} causeway.bus.v1.Frame.$Shape
                 */

                /**
                 * Constructs a new Frame.
                 * @memberof causeway.bus.v1
                 * @classdesc Represents a Frame.
                 * @constructor
                 * @param {causeway.bus.v1.Frame.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Frame = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Frame kind.
                 * @member {causeway.bus.v1.FrameKind} kind
                 * @memberof causeway.bus.v1.Frame
                 * @instance
                 */
                Frame.prototype.kind = 0;

                /**
                 * Frame body.
                 * @member {Uint8Array} body
                 * @memberof causeway.bus.v1.Frame
                 * @instance
                 */
                Frame.prototype.body = $util.newBuffer([]);

                /**
                 * Frame ask.
                 * @member {number} ask
                 * @memberof causeway.bus.v1.Frame
                 * @instance
                 */
                Frame.prototype.ask = 0;

                /**
                 * Creates a new Frame instance using the specified properties.
                 * @function create
                 * @memberof causeway.bus.v1.Frame
                 * @static
                 * @param {causeway.bus.v1.Frame.$Properties=} [properties] Properties to set
                 * @returns {causeway.bus.v1.Frame} Frame instance
                 * @type {{
                 *   (properties: causeway.bus.v1.Frame.$Shape): causeway.bus.v1.Frame & causeway.bus.v1.Frame.$Shape;
                 *   (properties?: causeway.bus.v1.Frame.$Properties): causeway.bus.v1.Frame;
                 * }}
                 */
                Frame.create = function(properties) {
                    return new Frame(properties);
                };

                /**
                 * Encodes the specified Frame message. Does not implicitly {@link causeway.bus.v1.Frame.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.bus.v1.Frame
                 * @static
                 * @param {causeway.bus.v1.Frame.$Properties} message Frame message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Frame.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).int32(message.kind);
                    if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.body);
                    if (message.ask != null && $Object.hasOwnProperty.call(message, "ask") && message.ask !== 0)
                        writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.ask);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Frame message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.bus.v1.Frame
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Frame & causeway.bus.v1.Frame.$Shape} Frame
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Frame.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.bus.v1.Frame();
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
                                if (value = reader.int32())
                                    message.kind = value;
                                else
                                    delete message.kind;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.body = value;
                                else
                                    delete message.body;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.uint32())
                                    message.ask = value;
                                else
                                    delete message.ask;
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

                return Frame;
            })();

            /**
             * FrameKind enum.
             * @name causeway.bus.v1.FrameKind
             * @enum {number}
             * @property {number} FRAME_NONE=0 FRAME_NONE value
             * @property {number} PUSH=1 PUSH value
             * @property {number} GROUP=2 GROUP value
             * @property {number} KICK=3 KICK value
             * @property {number} REVOKE=4 REVOKE value
             * @property {number} DISPLACE=5 DISPLACE value
             * @property {number} ANSWER=6 ANSWER value
             * @property {number} LOSS=7 LOSS value
             * @property {number} NEWS=8 NEWS value
             * @property {number} ORDER=9 ORDER value
             */
            v1.FrameKind = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "FRAME_NONE"] = 0;
                values[valuesById[1] = "PUSH"] = 1;
                values[valuesById[2] = "GROUP"] = 2;
                values[valuesById[3] = "KICK"] = 3;
                values[valuesById[4] = "REVOKE"] = 4;
                values[valuesById[5] = "DISPLACE"] = 5;
                values[valuesById[6] = "ANSWER"] = 6;
                values[valuesById[7] = "LOSS"] = 7;
                values[valuesById[8] = "NEWS"] = 8;
                values[valuesById[9] = "ORDER"] = 9;
                return values;
            })();

            v1.Push = (function() {

                /**
                 * Properties of a Push.
                 * @typedef {Object} causeway.bus.v1.Push.$Properties
                 * @property {Uint8Array|null} [target] Push target
                 * @property {Uint8Array|null} [envelope] Push envelope
                 * @property {string|null} [server] Push server
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Push.
                 * @memberof causeway.bus.v1
                 * @interface IPush
                 * @augments causeway.bus.v1.Push.$Properties
                 * @deprecated Use causeway.bus.v1.Push.$Properties instead.
                 */

                /**
                 * Shape of a Push.
                 * @typedef {causeway.bus.v1.Push.$Properties} causeway.bus.v1.Push.$Shape
                 */

                /**
                 * Constructs a new Push.
                 * @memberof causeway.bus.v1
                 * @classdesc Represents a Push.
                 * @constructor
                 * @param {causeway.bus.v1.Push.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Push = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Push target.
                 * @member {Uint8Array} target
                 * @memberof causeway.bus.v1.Push
                 * @instance
                 */
                Push.prototype.target = $util.newBuffer([]);

                /**
                 * Push envelope.
                 * @member {Uint8Array} envelope
                 * @memberof causeway.bus.v1.Push
                 * @instance
                 */
                Push.prototype.envelope = $util.newBuffer([]);

                /**
                 * Push server.
                 * @member {string} server
                 * @memberof causeway.bus.v1.Push
                 * @instance
                 */
                Push.prototype.server = "";

                /**
                 * Creates a new Push instance using the specified properties.
                 * @function create
                 * @memberof causeway.bus.v1.Push
                 * @static
                 * @param {causeway.bus.v1.Push.$Properties=} [properties] Properties to set
                 * @returns {causeway.bus.v1.Push} Push instance
                 * @type {{
                 *   (properties: causeway.bus.v1.Push.$Shape): causeway.bus.v1.Push & causeway.bus.v1.Push.$Shape;
                 *   (properties?: causeway.bus.v1.Push.$Properties): causeway.bus.v1.Push;
                 * }}
                 */
                Push.create = function(properties) {
                    return new Push(properties);
                };

                /**
                 * Encodes the specified Push message. Does not implicitly {@link causeway.bus.v1.Push.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.bus.v1.Push
                 * @static
                 * @param {causeway.bus.v1.Push.$Properties} message Push message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Push.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.target != null && $Object.hasOwnProperty.call(message, "target") && message.target.length)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.target);
                    if (message.envelope != null && $Object.hasOwnProperty.call(message, "envelope") && message.envelope.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.envelope);
                    if (message.server != null && $Object.hasOwnProperty.call(message, "server") && message.server !== "")
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.server);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Push message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.bus.v1.Push
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Push & causeway.bus.v1.Push.$Shape} Push
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Push.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.bus.v1.Push();
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
                                    message.target = value;
                                else
                                    delete message.target;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.envelope = value;
                                else
                                    delete message.envelope;
                                continue;
                            }
                        case 3: {
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

                return Push;
            })();

            v1.Order = (function() {

                /**
                 * Properties of an Order.
                 * @typedef {Object} causeway.bus.v1.Order.$Properties
                 * @property {string|null} [server] Order server
                 * @property {boolean|null} [await] Order await
                 * @property {number|null} [id] Order id
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Order.
                 * @memberof causeway.bus.v1
                 * @interface IOrder
                 * @augments causeway.bus.v1.Order.$Properties
                 * @deprecated Use causeway.bus.v1.Order.$Properties instead.
                 */

                /**
                 * Shape of an Order.
                 * @typedef {causeway.bus.v1.Order.$Properties} causeway.bus.v1.Order.$Shape
                 */

                /**
                 * Constructs a new Order.
                 * @memberof causeway.bus.v1
                 * @classdesc Represents an Order.
                 * @constructor
                 * @param {causeway.bus.v1.Order.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Order = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Order server.
                 * @member {string} server
                 * @memberof causeway.bus.v1.Order
                 * @instance
                 */
                Order.prototype.server = "";

                /**
                 * Order await.
                 * @member {boolean} await
                 * @memberof causeway.bus.v1.Order
                 * @instance
                 */
                Order.prototype.await = false;

                /**
                 * Order id.
                 * @member {number} id
                 * @memberof causeway.bus.v1.Order
                 * @instance
                 */
                Order.prototype.id = 0;

                /**
                 * Creates a new Order instance using the specified properties.
                 * @function create
                 * @memberof causeway.bus.v1.Order
                 * @static
                 * @param {causeway.bus.v1.Order.$Properties=} [properties] Properties to set
                 * @returns {causeway.bus.v1.Order} Order instance
                 * @type {{
                 *   (properties: causeway.bus.v1.Order.$Shape): causeway.bus.v1.Order & causeway.bus.v1.Order.$Shape;
                 *   (properties?: causeway.bus.v1.Order.$Properties): causeway.bus.v1.Order;
                 * }}
                 */
                Order.create = function(properties) {
                    return new Order(properties);
                };

                /**
                 * Encodes the specified Order message. Does not implicitly {@link causeway.bus.v1.Order.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.bus.v1.Order
                 * @static
                 * @param {causeway.bus.v1.Order.$Properties} message Order message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Order.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.server != null && $Object.hasOwnProperty.call(message, "server") && message.server !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.server);
                    if (message.await != null && $Object.hasOwnProperty.call(message, "await") && message.await !== false)
                        writer.uint32(/* id 2, wireType 0 =*/16).bool(message.await);
                    if (message.id != null && $Object.hasOwnProperty.call(message, "id") && !$Object.is(message.id, 0))
                        writer.uint32(/* id 3, wireType 1 =*/25).double(message.id);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an Order message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.bus.v1.Order
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Order & causeway.bus.v1.Order.$Shape} Order
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Order.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.bus.v1.Order();
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
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.await = value;
                                else
                                    delete message.await;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 1)
                                    break;
                                if (!$Object.is(value = reader.double(), 0))
                                    message.id = value;
                                else
                                    delete message.id;
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

                return Order;
            })();

            v1.Group = (function() {

                /**
                 * Properties of a Group.
                 * @typedef {Object} causeway.bus.v1.Group.$Properties
                 * @property {boolean|null} [leave] Group leave
                 * @property {string|null} [group] Group group
                 * @property {Array.<string>|null} [sessions] Group sessions
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Group.
                 * @memberof causeway.bus.v1
                 * @interface IGroup
                 * @augments causeway.bus.v1.Group.$Properties
                 * @deprecated Use causeway.bus.v1.Group.$Properties instead.
                 */

                /**
                 * Shape of a Group.
                 * @typedef {causeway.bus.v1.Group.$Properties} causeway.bus.v1.Group.$Shape
                 */

                /**
                 * Constructs a new Group.
                 * @memberof causeway.bus.v1
                 * @classdesc Represents a Group.
                 * @constructor
                 * @param {causeway.bus.v1.Group.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Group = function (properties) {
                    this.sessions = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Group leave.
                 * @member {boolean} leave
                 * @memberof causeway.bus.v1.Group
                 * @instance
                 */
                Group.prototype.leave = false;

                /**
                 * Group group.
                 * @member {string} group
                 * @memberof causeway.bus.v1.Group
                 * @instance
                 */
                Group.prototype.group = "";

                /**
                 * Group sessions.
                 * @member {Array.<string>} sessions
                 * @memberof causeway.bus.v1.Group
                 * @instance
                 */
                Group.prototype.sessions = $util.emptyArray;

                /**
                 * Creates a new Group instance using the specified properties.
                 * @function create
                 * @memberof causeway.bus.v1.Group
                 * @static
                 * @param {causeway.bus.v1.Group.$Properties=} [properties] Properties to set
                 * @returns {causeway.bus.v1.Group} Group instance
                 * @type {{
                 *   (properties: causeway.bus.v1.Group.$Shape): causeway.bus.v1.Group & causeway.bus.v1.Group.$Shape;
                 *   (properties?: causeway.bus.v1.Group.$Properties): causeway.bus.v1.Group;
                 * }}
                 */
                Group.create = function(properties) {
                    return new Group(properties);
                };

                /**
                 * Encodes the specified Group message. Does not implicitly {@link causeway.bus.v1.Group.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.bus.v1.Group
                 * @static
                 * @param {causeway.bus.v1.Group.$Properties} message Group message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Group.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.leave != null && $Object.hasOwnProperty.call(message, "leave") && message.leave !== false)
                        writer.uint32(/* id 1, wireType 0 =*/8).bool(message.leave);
                    if (message.group != null && $Object.hasOwnProperty.call(message, "group") && message.group !== "")
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.group);
                    if (message.sessions != null && message.sessions.length)
                        for (let i = 0; i < message.sessions.length; ++i)
                            writer.uint32(/* id 3, wireType 2 =*/26).string(message.sessions[i]);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Group message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.bus.v1.Group
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Group & causeway.bus.v1.Group.$Shape} Group
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Group.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.bus.v1.Group();
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
                                    message.leave = value;
                                else
                                    delete message.leave;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.group = value;
                                else
                                    delete message.group;
                                continue;
                            }
                        case 3: {
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

                return Group;
            })();

            v1.Revoke = (function() {

                /**
                 * Properties of a Revoke.
                 * @typedef {Object} causeway.bus.v1.Revoke.$Properties
                 * @property {string|null} [user] Revoke user
                 * @property {number|null} [notBeforeEpochMs] Revoke notBeforeEpochMs
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Revoke.
                 * @memberof causeway.bus.v1
                 * @interface IRevoke
                 * @augments causeway.bus.v1.Revoke.$Properties
                 * @deprecated Use causeway.bus.v1.Revoke.$Properties instead.
                 */

                /**
                 * Shape of a Revoke.
                 * @typedef {causeway.bus.v1.Revoke.$Properties} causeway.bus.v1.Revoke.$Shape
                 */

                /**
                 * Constructs a new Revoke.
                 * @memberof causeway.bus.v1
                 * @classdesc Represents a Revoke.
                 * @constructor
                 * @param {causeway.bus.v1.Revoke.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Revoke = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Revoke user.
                 * @member {string} user
                 * @memberof causeway.bus.v1.Revoke
                 * @instance
                 */
                Revoke.prototype.user = "";

                /**
                 * Revoke notBeforeEpochMs.
                 * @member {number} notBeforeEpochMs
                 * @memberof causeway.bus.v1.Revoke
                 * @instance
                 */
                Revoke.prototype.notBeforeEpochMs = 0;

                /**
                 * Creates a new Revoke instance using the specified properties.
                 * @function create
                 * @memberof causeway.bus.v1.Revoke
                 * @static
                 * @param {causeway.bus.v1.Revoke.$Properties=} [properties] Properties to set
                 * @returns {causeway.bus.v1.Revoke} Revoke instance
                 * @type {{
                 *   (properties: causeway.bus.v1.Revoke.$Shape): causeway.bus.v1.Revoke & causeway.bus.v1.Revoke.$Shape;
                 *   (properties?: causeway.bus.v1.Revoke.$Properties): causeway.bus.v1.Revoke;
                 * }}
                 */
                Revoke.create = function(properties) {
                    return new Revoke(properties);
                };

                /**
                 * Encodes the specified Revoke message. Does not implicitly {@link causeway.bus.v1.Revoke.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.bus.v1.Revoke
                 * @static
                 * @param {causeway.bus.v1.Revoke.$Properties} message Revoke message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Revoke.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.user != null && $Object.hasOwnProperty.call(message, "user") && message.user !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.user);
                    if (message.notBeforeEpochMs != null && $Object.hasOwnProperty.call(message, "notBeforeEpochMs") && !$Object.is(message.notBeforeEpochMs, 0))
                        writer.uint32(/* id 2, wireType 1 =*/17).double(message.notBeforeEpochMs);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Revoke message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.bus.v1.Revoke
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Revoke & causeway.bus.v1.Revoke.$Shape} Revoke
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Revoke.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.bus.v1.Revoke();
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
                                if (wireType !== 1)
                                    break;
                                if (!$Object.is(value = reader.double(), 0))
                                    message.notBeforeEpochMs = value;
                                else
                                    delete message.notBeforeEpochMs;
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

                return Revoke;
            })();

            v1.Displace = (function() {

                /**
                 * Properties of a Displace.
                 * @typedef {Object} causeway.bus.v1.Displace.$Properties
                 * @property {string|null} [session] Displace session
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Displace.
                 * @memberof causeway.bus.v1
                 * @interface IDisplace
                 * @augments causeway.bus.v1.Displace.$Properties
                 * @deprecated Use causeway.bus.v1.Displace.$Properties instead.
                 */

                /**
                 * Shape of a Displace.
                 * @typedef {causeway.bus.v1.Displace.$Properties} causeway.bus.v1.Displace.$Shape
                 */

                /**
                 * Constructs a new Displace.
                 * @memberof causeway.bus.v1
                 * @classdesc Represents a Displace.
                 * @constructor
                 * @param {causeway.bus.v1.Displace.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Displace = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Displace session.
                 * @member {string} session
                 * @memberof causeway.bus.v1.Displace
                 * @instance
                 */
                Displace.prototype.session = "";

                /**
                 * Creates a new Displace instance using the specified properties.
                 * @function create
                 * @memberof causeway.bus.v1.Displace
                 * @static
                 * @param {causeway.bus.v1.Displace.$Properties=} [properties] Properties to set
                 * @returns {causeway.bus.v1.Displace} Displace instance
                 * @type {{
                 *   (properties: causeway.bus.v1.Displace.$Shape): causeway.bus.v1.Displace & causeway.bus.v1.Displace.$Shape;
                 *   (properties?: causeway.bus.v1.Displace.$Properties): causeway.bus.v1.Displace;
                 * }}
                 */
                Displace.create = function(properties) {
                    return new Displace(properties);
                };

                /**
                 * Encodes the specified Displace message. Does not implicitly {@link causeway.bus.v1.Displace.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.bus.v1.Displace
                 * @static
                 * @param {causeway.bus.v1.Displace.$Properties} message Displace message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Displace.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.session != null && $Object.hasOwnProperty.call(message, "session") && message.session !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.session);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Displace message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.bus.v1.Displace
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Displace & causeway.bus.v1.Displace.$Shape} Displace
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Displace.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.bus.v1.Displace();
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

                return Displace;
            })();

            v1.Answer = (function() {

                /**
                 * Properties of an Answer.
                 * @typedef {Object} causeway.bus.v1.Answer.$Properties
                 * @property {number|null} [ask] Answer ask
                 * @property {number|null} [count] Answer count
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of an Answer.
                 * @memberof causeway.bus.v1
                 * @interface IAnswer
                 * @augments causeway.bus.v1.Answer.$Properties
                 * @deprecated Use causeway.bus.v1.Answer.$Properties instead.
                 */

                /**
                 * Shape of an Answer.
                 * @typedef {causeway.bus.v1.Answer.$Properties} causeway.bus.v1.Answer.$Shape
                 */

                /**
                 * Constructs a new Answer.
                 * @memberof causeway.bus.v1
                 * @classdesc Represents an Answer.
                 * @constructor
                 * @param {causeway.bus.v1.Answer.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Answer = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Answer ask.
                 * @member {number} ask
                 * @memberof causeway.bus.v1.Answer
                 * @instance
                 */
                Answer.prototype.ask = 0;

                /**
                 * Answer count.
                 * @member {number} count
                 * @memberof causeway.bus.v1.Answer
                 * @instance
                 */
                Answer.prototype.count = 0;

                /**
                 * Creates a new Answer instance using the specified properties.
                 * @function create
                 * @memberof causeway.bus.v1.Answer
                 * @static
                 * @param {causeway.bus.v1.Answer.$Properties=} [properties] Properties to set
                 * @returns {causeway.bus.v1.Answer} Answer instance
                 * @type {{
                 *   (properties: causeway.bus.v1.Answer.$Shape): causeway.bus.v1.Answer & causeway.bus.v1.Answer.$Shape;
                 *   (properties?: causeway.bus.v1.Answer.$Properties): causeway.bus.v1.Answer;
                 * }}
                 */
                Answer.create = function(properties) {
                    return new Answer(properties);
                };

                /**
                 * Encodes the specified Answer message. Does not implicitly {@link causeway.bus.v1.Answer.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.bus.v1.Answer
                 * @static
                 * @param {causeway.bus.v1.Answer.$Properties} message Answer message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Answer.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.ask != null && $Object.hasOwnProperty.call(message, "ask") && message.ask !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.ask);
                    if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                        writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.count);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes an Answer message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.bus.v1.Answer
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Answer & causeway.bus.v1.Answer.$Shape} Answer
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Answer.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.bus.v1.Answer();
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
                                    message.ask = value;
                                else
                                    delete message.ask;
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

                return Answer;
            })();

            v1.Loss = (function() {

                /**
                 * Properties of a Loss.
                 * @typedef {Object} causeway.bus.v1.Loss.$Properties
                 * @property {Array.<causeway.bus.v1.Run.$Properties>|null} [runs] Loss runs
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Loss.
                 * @memberof causeway.bus.v1
                 * @interface ILoss
                 * @augments causeway.bus.v1.Loss.$Properties
                 * @deprecated Use causeway.bus.v1.Loss.$Properties instead.
                 */

                /**
                 * Shape of a Loss.
                 * @typedef {causeway.bus.v1.Loss.$Properties} causeway.bus.v1.Loss.$Shape
                 */

                /**
                 * Constructs a new Loss.
                 * @memberof causeway.bus.v1
                 * @classdesc Represents a Loss.
                 * @constructor
                 * @param {causeway.bus.v1.Loss.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Loss = function (properties) {
                    this.runs = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Loss runs.
                 * @member {Array.<causeway.bus.v1.Run.$Properties>} runs
                 * @memberof causeway.bus.v1.Loss
                 * @instance
                 */
                Loss.prototype.runs = $util.emptyArray;

                /**
                 * Creates a new Loss instance using the specified properties.
                 * @function create
                 * @memberof causeway.bus.v1.Loss
                 * @static
                 * @param {causeway.bus.v1.Loss.$Properties=} [properties] Properties to set
                 * @returns {causeway.bus.v1.Loss} Loss instance
                 * @type {{
                 *   (properties: causeway.bus.v1.Loss.$Shape): causeway.bus.v1.Loss & causeway.bus.v1.Loss.$Shape;
                 *   (properties?: causeway.bus.v1.Loss.$Properties): causeway.bus.v1.Loss;
                 * }}
                 */
                Loss.create = function(properties) {
                    return new Loss(properties);
                };

                /**
                 * Encodes the specified Loss message. Does not implicitly {@link causeway.bus.v1.Loss.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.bus.v1.Loss
                 * @static
                 * @param {causeway.bus.v1.Loss.$Properties} message Loss message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Loss.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.runs != null && message.runs.length)
                        for (let i = 0; i < message.runs.length; ++i)
                            $root.causeway.bus.v1.Run.encode(message.runs[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Loss message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.bus.v1.Loss
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Loss & causeway.bus.v1.Loss.$Shape} Loss
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Loss.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.bus.v1.Loss();
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
                                if (!(message.runs && message.runs.length))
                                    message.runs = [];
                                message.runs.push($root.causeway.bus.v1.Run.decode(reader, reader.size(), $undefined, _depth + 1));
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

                return Loss;
            })();

            v1.Run = (function() {

                /**
                 * Properties of a Run.
                 * @typedef {Object} causeway.bus.v1.Run.$Properties
                 * @property {number|null} [count] Run count
                 * @property {boolean|null} [push] Run push
                 * @property {Uint8Array|null} [target] Run target
                 * @property {boolean|null} [unnumbered] Run unnumbered
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Run.
                 * @memberof causeway.bus.v1
                 * @interface IRun
                 * @augments causeway.bus.v1.Run.$Properties
                 * @deprecated Use causeway.bus.v1.Run.$Properties instead.
                 */

                /**
                 * Shape of a Run.
                 * @typedef {causeway.bus.v1.Run.$Properties} causeway.bus.v1.Run.$Shape
                 */

                /**
                 * Constructs a new Run.
                 * @memberof causeway.bus.v1
                 * @classdesc Represents a Run.
                 * @constructor
                 * @param {causeway.bus.v1.Run.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Run = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Run count.
                 * @member {number} count
                 * @memberof causeway.bus.v1.Run
                 * @instance
                 */
                Run.prototype.count = 0;

                /**
                 * Run push.
                 * @member {boolean} push
                 * @memberof causeway.bus.v1.Run
                 * @instance
                 */
                Run.prototype.push = false;

                /**
                 * Run target.
                 * @member {Uint8Array} target
                 * @memberof causeway.bus.v1.Run
                 * @instance
                 */
                Run.prototype.target = $util.newBuffer([]);

                /**
                 * Run unnumbered.
                 * @member {boolean} unnumbered
                 * @memberof causeway.bus.v1.Run
                 * @instance
                 */
                Run.prototype.unnumbered = false;

                /**
                 * Creates a new Run instance using the specified properties.
                 * @function create
                 * @memberof causeway.bus.v1.Run
                 * @static
                 * @param {causeway.bus.v1.Run.$Properties=} [properties] Properties to set
                 * @returns {causeway.bus.v1.Run} Run instance
                 * @type {{
                 *   (properties: causeway.bus.v1.Run.$Shape): causeway.bus.v1.Run & causeway.bus.v1.Run.$Shape;
                 *   (properties?: causeway.bus.v1.Run.$Properties): causeway.bus.v1.Run;
                 * }}
                 */
                Run.create = function(properties) {
                    return new Run(properties);
                };

                /**
                 * Encodes the specified Run message. Does not implicitly {@link causeway.bus.v1.Run.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.bus.v1.Run
                 * @static
                 * @param {causeway.bus.v1.Run.$Properties} message Run message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Run.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.count);
                    if (message.push != null && $Object.hasOwnProperty.call(message, "push") && message.push !== false)
                        writer.uint32(/* id 2, wireType 0 =*/16).bool(message.push);
                    if (message.target != null && $Object.hasOwnProperty.call(message, "target") && message.target.length)
                        writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.target);
                    if (message.unnumbered != null && $Object.hasOwnProperty.call(message, "unnumbered") && message.unnumbered !== false)
                        writer.uint32(/* id 4, wireType 0 =*/32).bool(message.unnumbered);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Run message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.bus.v1.Run
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.bus.v1.Run & causeway.bus.v1.Run.$Shape} Run
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Run.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.bus.v1.Run();
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
                        case 2: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.push = value;
                                else
                                    delete message.push;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.target = value;
                                else
                                    delete message.target;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.unnumbered = value;
                                else
                                    delete message.unnumbered;
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

                return Run;
            })();

            return v1;
        })();

        return bus;
    })();

    return causeway;
})();

export {
  $root as default
};
