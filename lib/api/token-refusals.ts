import { ProblemError } from '@/lib/http/problem'

export const ownTokenNotFound = () => new ProblemError('not_found', 'You have no such token.')
