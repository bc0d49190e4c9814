// Token checks wait in line with all else that lets clients in: one is as much work as many messages.

import type { AdmissionLine } from '../admission.js';
import type { TokenVerifier, Verdict } from './verifier.js';

/** Asks `verifier` when the line says so. */
export function withAdmission(verifier: TokenVerifier, line: AdmissionLine): TokenVerifier {
  return {
    verify: (token, bearer) =>
      new Promise<Verdict>((resolve) => {
        line.add({
          admit: () => {
            resolve(verifier.verify(token, bearer));
          },
        });
      }),
  };
}
