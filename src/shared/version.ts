/** The version of all programs, as package.json has it; a test holds them together. */
export const VERSION = '0.3.0';
