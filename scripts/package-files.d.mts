export function filesOfPackages(folders: string[]): Promise<string[]>
