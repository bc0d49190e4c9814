// A session whose client came back where it cannot be resumed: it ends at once, instead of waiting for its
// window while its user is here anew.

import type { AbandonedResume, Sessions } from './contracts.js';

/** @returns whether there was such a session */
export function endAbandoned(
  sessions: Pick<Sessions, 'byResumeToken'>,
  { resume, user, attempt }: AbandonedResume,
): boolean {
  const session = sessions.byResumeToken(resume)?.session;
  if (session?.identity.user !== user || attempt <= session.attempt) return false;
  session.end('RESUME_EXPIRED', 'its client came back where it could not be resumed');
  return true;
}
