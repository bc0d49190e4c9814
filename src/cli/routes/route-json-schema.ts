// The JSON Schema of an entry of the table, for editors.

import { routeJsonSchema } from '../../routing/route-schema.js';

/** Of the text behind one key. */
export function entryJsonSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Routes of a Causeway gateway',
    type: 'array',
    items: routeJsonSchema(),
  };
}
