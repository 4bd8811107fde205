import { z } from 'zod'

/** What is answered where there is nothing else to say. */
export const done = (msg: string) => z.object({ msg: z.string().meta({ examples: [msg] }) })
