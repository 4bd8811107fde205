import type { Author } from '@/lib/audit/record'

/** Whoever runs the installation, in the activity of an account. */
export const operatorOf = ({ id: userId, email }: { id: string; email: string }): Author => ({
  userId,
  email,
  credential: 'command_line',
  sessionId: null,
  client: { address: '', userAgent: '' },
})
