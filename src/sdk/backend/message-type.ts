// Which message types are an application's.

import { FIRST_APPLICATION_TYPE, UINT32_MAX } from '../../protocol/control-types.js';

/** @throws RangeError for a type that belongs to the gateway or that no field can carry */
export function checkMessageType(type: number): void {
  if (!Number.isInteger(type) || type < FIRST_APPLICATION_TYPE || type > UINT32_MAX)
    throw new RangeError(`message type ${type} is not between ${FIRST_APPLICATION_TYPE} and ${UINT32_MAX}`);
}
