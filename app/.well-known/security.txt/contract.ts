import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'

export const contract = {
  path: '/.well-known/security.txt',
  tag: 'Server',
  GET: {
    operationId: 'getSecurityTxt',
    summary: 'The contacts for reports of vulnerabilities and found tokens',
    who: 'anyone',
    answer: {
      description: 'RFC 9116.',
      text: z.string().meta({ examples: ['Contact: https://tokens.example.com/found'] }),
      cache: { by: 'public', seconds: 3_600 },
    },
  },
} satisfies Contract
