import { z } from 'zod'

/** The body of a response that has nothing else to report. */
export const done = (msg: string) => z.object({ msg: z.string().meta({ examples: [msg] }) })
