import type { Author } from '@/lib/audit/record'

/** Returns the author of an operator's action, for the audit log of an account. */
export const operatorOf = ({ id: userId, email }: { id: string; email: string }): Author => ({
  userId,
  email,
  credential: 'command_line',
  sessionId: null,
  client: { address: '', userAgent: '' },
})
