/** @throws SetupError where the file cannot be read whole */
export function readSettings(file: string): Map<string, string>
