export const operatorCommands: Record<string, string>
export function typed(script: string, isPackage: boolean, ...args: string[]): string
