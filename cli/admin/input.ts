/** Standard input: a terminal, a file or another program. */
export type Input = NodeJS.ReadableStream & { isTTY?: boolean }
