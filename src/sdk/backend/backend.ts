// `causeway/backend`: what a backend is written with.
//
//   const backend = createBackend({ service: 'chat', secrets: process.env.LINK_SECRET });
//   backend.on(1000, (payload, { session }) => payload);
//   await backend.start();
//
// A backend listens; gateways find it in the registry, dial it and greet. Everything here is per process;
// what belongs to one link is in backend-link.ts.

import { randomBytes } from 'node:crypto';
import type { Fields, MessageDescriptor, NotificationType, PushType, RequestType } from '../../protocol/catalogue.js';
import type { Attributes } from '../../protocol/attributes.js';
import type { ClientContext, RelayContext } from './message.js';
import { BackendCore } from './backend-core.js';
import { HandlerTable, untyped, type Handler, type HandlerOptions, type TypedHandler } from './handlers.js';
import { settleOptions, type BackendOptions } from './options.js';
import type { CallOptions, KickOptions, PushTo, RelayOptions, RelayTo, SendOutcome, SessionRef } from './outgoing.js';
import type { SessionEvents } from './session-book.js';
import type { Session } from './session.js';

export { Advice, DISCONNECTS, ERRORS } from '../../protocol/codes.js';
export { ApplicationError, AnswerError, CallError } from './errors.js';
export type { BackendOptions, PushTo, SendOutcome, Session, SessionEvents };
