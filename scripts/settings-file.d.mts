/** @throws SetupError where a line is malformed or ambiguous, or the file cannot be read */
export function readSettings(file: string): Map<string, string>
