/* Types for TypeScript. */

/**
 * Finds a Chromium, or installs one.
 * @returns its path, or an empty string where Playwright has installed its own
 * @throws SetupError when none is found and none can be installed
 */
export declare function requireBrowser(): string
