// The version of package.json, as a constant: the built files need not find that file. A test holds them together.

export const VERSION = '0.1.0';
