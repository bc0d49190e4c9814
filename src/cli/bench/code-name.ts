import {
  APPLICATION_CODE_MIN,
  DISCONNECT_CODE_MAX,
  disconnectName,
  errorName,
} from '../../protocol/codes.js';

/** Name of any code in an envelope, for people. */
export function codeName(code: number): string {
  if (code >= APPLICATION_CODE_MIN) return "of the application's";
  return code <= DISCONNECT_CODE_MAX ? disconnectName(code) : errorName(code);
}
