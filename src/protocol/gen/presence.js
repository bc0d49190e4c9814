// Generated from proto/causeway/presence.proto by `npm run gen`. Do not edit.
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["causeway-presence"] || ($protobuf.roots["causeway-presence"] = {});

export const causeway = $root.causeway = (() => {

    /**
     * Namespace causeway.
     * @exports causeway
     * @namespace
     */
    const causeway = {};

    causeway.presence = (function() {

        /**
         * Namespace presence.
         * @memberof causeway
         * @namespace
         */
        const presence = {};

        presence.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof causeway.presence
             * @namespace
             */
            const v1 = {};

            v1.News = (function() {

                /**
                 * Properties of a News.
                 * @typedef {Object} causeway.presence.v1.News.$Properties
                 * @property {number|null} [kind] News kind
                 * @property {number|null} [round] News round
                 * @property {boolean|null} [whole] News whole
                 * @property {boolean|null} [last] News last
                 * @property {boolean|null} [all] News all
                 * @property {Array.<string>|null} [users] News users
                 * @property {Array.<causeway.presence.v1.Change.$Properties>|null} [changes] News changes
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a News.
                 * @memberof causeway.presence.v1
                 * @interface INews
                 * @augments causeway.presence.v1.News.$Properties
                 * @deprecated Use causeway.presence.v1.News.$Properties instead.
                 */

                /**
                 * Shape of a News.
                 * @typedef {causeway.presence.v1.News.$Properties} causeway.presence.v1.News.$Shape
                 */

                /**
                 * Constructs a new News.
                 * @memberof causeway.presence.v1
                 * @classdesc Represents a News.
                 * @constructor
                 * @param {causeway.presence.v1.News.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const News = function (properties) {
                    this.users = [];
                    this.changes = [];
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * News kind.
                 * @member {number} kind
                 * @memberof causeway.presence.v1.News
                 * @instance
                 */
                News.prototype.kind = 0;

                /**
                 * News round.
                 * @member {number} round
                 * @memberof causeway.presence.v1.News
                 * @instance
                 */
                News.prototype.round = 0;

                /**
                 * News whole.
                 * @member {boolean} whole
                 * @memberof causeway.presence.v1.News
                 * @instance
                 */
                News.prototype.whole = false;

                /**
                 * News last.
                 * @member {boolean} last
                 * @memberof causeway.presence.v1.News
                 * @instance
                 */
                News.prototype.last = false;

                /**
                 * News all.
                 * @member {boolean} all
                 * @memberof causeway.presence.v1.News
                 * @instance
                 */
                News.prototype.all = false;

                /**
                 * News users.
                 * @member {Array.<string>} users
                 * @memberof causeway.presence.v1.News
                 * @instance
                 */
                News.prototype.users = $util.emptyArray;

                /**
                 * News changes.
                 * @member {Array.<causeway.presence.v1.Change.$Properties>} changes
                 * @memberof causeway.presence.v1.News
                 * @instance
                 */
                News.prototype.changes = $util.emptyArray;

                /**
                 * Creates a new News instance using the specified properties.
                 * @function create
                 * @memberof causeway.presence.v1.News
                 * @static
                 * @param {causeway.presence.v1.News.$Properties=} [properties] Properties to set
                 * @returns {causeway.presence.v1.News} News instance
                 * @type {{
                 *   (properties: causeway.presence.v1.News.$Shape): causeway.presence.v1.News & causeway.presence.v1.News.$Shape;
                 *   (properties?: causeway.presence.v1.News.$Properties): causeway.presence.v1.News;
                 * }}
                 */
                News.create = function(properties) {
                    return new News(properties);
                };

                /**
                 * Encodes the specified News message. Does not implicitly {@link causeway.presence.v1.News.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.presence.v1.News
                 * @static
                 * @param {causeway.presence.v1.News.$Properties} message News message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                News.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.kind);
                    if (message.round != null && $Object.hasOwnProperty.call(message, "round") && !$Object.is(message.round, 0))
                        writer.uint32(/* id 2, wireType 1 =*/17).double(message.round);
                    if (message.whole != null && $Object.hasOwnProperty.call(message, "whole") && message.whole !== false)
                        writer.uint32(/* id 3, wireType 0 =*/24).bool(message.whole);
                    if (message.last != null && $Object.hasOwnProperty.call(message, "last") && message.last !== false)
                        writer.uint32(/* id 4, wireType 0 =*/32).bool(message.last);
                    if (message.all != null && $Object.hasOwnProperty.call(message, "all") && message.all !== false)
                        writer.uint32(/* id 5, wireType 0 =*/40).bool(message.all);
                    if (message.users != null && message.users.length)
                        for (let i = 0; i < message.users.length; ++i)
                            writer.uint32(/* id 6, wireType 2 =*/50).string(message.users[i]);
                    if (message.changes != null && message.changes.length)
                        for (let i = 0; i < message.changes.length; ++i)
                            $root.causeway.presence.v1.Change.encode(message.changes[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a News message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.presence.v1.News
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.presence.v1.News & causeway.presence.v1.News.$Shape} News
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                News.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.presence.v1.News();
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
                                if (wireType !== 1)
                                    break;
                                if (!$Object.is(value = reader.double(), 0))
                                    message.round = value;
                                else
                                    delete message.round;
                                continue;
                            }
                        case 3: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.whole = value;
                                else
                                    delete message.whole;
                                continue;
                            }
                        case 4: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.bool())
                                    message.last = value;
                                else
                                    delete message.last;
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
                                if (!(message.users && message.users.length))
                                    message.users = [];
                                message.users.push(reader.stringVerify());
                                continue;
                            }
                        case 7: {
                                if (wireType !== 2)
                                    break;
                                if (!(message.changes && message.changes.length))
                                    message.changes = [];
                                message.changes.push($root.causeway.presence.v1.Change.decode(reader, reader.size(), $undefined, _depth + 1));
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

                return News;
            })();

            /**
             * NewsKind enum.
             * @name causeway.presence.v1.NewsKind
             * @enum {number}
             * @property {number} NEWS_NONE=0 NEWS_NONE value
             * @property {number} WATCH=1 WATCH value
             * @property {number} UNWATCH=2 UNWATCH value
             * @property {number} CHANGES=3 CHANGES value
             */
            v1.NewsKind = (function() {
                const valuesById = $Object.create(null), values = $Object.create(valuesById);
                values[valuesById[0] = "NEWS_NONE"] = 0;
                values[valuesById[1] = "WATCH"] = 1;
                values[valuesById[2] = "UNWATCH"] = 2;
                values[valuesById[3] = "CHANGES"] = 3;
                return values;
            })();

            v1.Change = (function() {

                /**
                 * Properties of a Change.
                 * @typedef {Object} causeway.presence.v1.Change.$Properties
                 * @property {boolean|null} [gone] Change gone
                 * @property {Uint8Array|null} [presence] Change presence
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a Change.
                 * @memberof causeway.presence.v1
                 * @interface IChange
                 * @augments causeway.presence.v1.Change.$Properties
                 * @deprecated Use causeway.presence.v1.Change.$Properties instead.
                 */

                /**
                 * Shape of a Change.
                 * @typedef {causeway.presence.v1.Change.$Properties} causeway.presence.v1.Change.$Shape
                 */

                /**
                 * Constructs a new Change.
                 * @memberof causeway.presence.v1
                 * @classdesc Represents a Change.
                 * @constructor
                 * @param {causeway.presence.v1.Change.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const Change = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * Change gone.
                 * @member {boolean} gone
                 * @memberof causeway.presence.v1.Change
                 * @instance
                 */
                Change.prototype.gone = false;

                /**
                 * Change presence.
                 * @member {Uint8Array} presence
                 * @memberof causeway.presence.v1.Change
                 * @instance
                 */
                Change.prototype.presence = $util.newBuffer([]);

                /**
                 * Creates a new Change instance using the specified properties.
                 * @function create
                 * @memberof causeway.presence.v1.Change
                 * @static
                 * @param {causeway.presence.v1.Change.$Properties=} [properties] Properties to set
                 * @returns {causeway.presence.v1.Change} Change instance
                 * @type {{
                 *   (properties: causeway.presence.v1.Change.$Shape): causeway.presence.v1.Change & causeway.presence.v1.Change.$Shape;
                 *   (properties?: causeway.presence.v1.Change.$Properties): causeway.presence.v1.Change;
                 * }}
                 */
                Change.create = function(properties) {
                    return new Change(properties);
                };

                /**
                 * Encodes the specified Change message. Does not implicitly {@link causeway.presence.v1.Change.verify|verify} messages.
                 * @function encode
                 * @memberof causeway.presence.v1.Change
                 * @static
                 * @param {causeway.presence.v1.Change.$Properties} message Change message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                Change.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.gone != null && $Object.hasOwnProperty.call(message, "gone") && message.gone !== false)
                        writer.uint32(/* id 1, wireType 0 =*/8).bool(message.gone);
                    if (message.presence != null && $Object.hasOwnProperty.call(message, "presence") && message.presence.length)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.presence);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a Change message from the specified reader or buffer.
                 * @function decode
                 * @memberof causeway.presence.v1.Change
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {causeway.presence.v1.Change & causeway.presence.v1.Change.$Shape} Change
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                Change.decode = function (reader, length, _end, _depth, _target) {
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
                    message = _target || new $root.causeway.presence.v1.Change();
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
                                    message.gone = value;
                                else
                                    delete message.gone;
                                continue;
                            }
                        case 2: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.bytes()).length)
                                    message.presence = value;
                                else
                                    delete message.presence;
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

                return Change;
            })();

            return v1;
        })();

        return presence;
    })();

    return causeway;
})();

export {
  $root as default
};
