/* For what is TypeScript. */

/** Finds a Chromium, or installs one. @returns its path @throws SetupError when there is none and none can be had */
export declare function requireBrowser(): string
