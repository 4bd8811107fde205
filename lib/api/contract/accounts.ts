import { z } from 'zod'
import { profileInput } from '@/lib/accounts/schema'
import { done } from '@/lib/api/contract/done'
import type { Operation, Paths } from '@/lib/api/contract/operation'
import { cookies } from '@/lib/api/contract/responses'
import { passwordChangeInput, signInInput, signUpInput } from '@/lib/sign-in/schema'
import { authTokenText } from '@/shared/issued-auth-token'
import { userRow } from '@/shared/user-row'

const signedIn: Operation['answer'] = {
  description: 'An auth token of the session.',
  body: z.object({ token: authTokenText }),
  headers: cookies,
}

export const accounts: Paths = {
  '/api/v1/auth/user/signup': {
    tag: 'Accounts',
    post: {
      operationId: 'signUp',
      summary: 'Make an account',
      description: 'Starts a session. The first account owns the installation.',
      who: 'anyone',
      json: signUpInput,
      answer: signedIn,
      refusals: ['email_taken', 'signup_closed', 'rate_limited'],
    },
  },
  '/api/v1/auth/user/signin': {
    tag: 'Accounts',
    post: {
      operationId: 'signIn',
      summary: 'Start a session',
      who: 'anyone',
      json: signInInput,
      answer: signedIn,
      refusals: ['credentials_wrong', 'rate_limited'],
    },
  },
  '/api/v1/auth/token/refresh': {
    tag: 'Accounts',
    post: {
      operationId: 'refresh',
      summary: 'Get the next auth token by the refresh cookie',
      description:
        'The cookie rotates. A spent one that comes back ends its session, but for the few seconds in which two tabs may have raced.',
      who: 'refresh',
      answer: signedIn,
    },
  },
  '/api/v1/auth/user/me': {
    tag: 'Accounts',
    get: {
      operationId: 'getMe',
      summary: 'Who you are',
      who: 'principal',
      answer: {
        description: 'The user whom the credential stands for.',
        body: userRow
          .extend({
            is_api_token: z
              .literal(true)
              .optional()
              .meta({ description: 'Asked with an API token.' }),
          })
          .meta({ id: 'Me' }),
      },
    },
  },
  '/api/v1/auth/user/signout': {
    tag: 'Accounts',
    post: {
      operationId: 'signOut',
      summary: 'End this session',
      description: 'Its auth tokens end with it, at once. Other sessions live on.',
      who: 'session',
      answer: { description: 'It has ended.', body: done('Signed out'), headers: cookies },
    },
  },
  '/api/v1/auth/user/password/change': {
    tag: 'Accounts',
    post: {
      operationId: 'changePassword',
      summary: 'Change your password',
      description: 'Ends your other sessions.',
      who: 'session',
      json: passwordChangeInput,
      answer: { description: 'It is changed.', body: done('Password changed') },
      refusals: [{ code: 'credentials_wrong', status: 400 }],
    },
  },
  '/api/v1/user/profile': {
    tag: 'Accounts',
    patch: {
      operationId: 'changeProfile',
      summary: 'Change your name, language or theme',
      who: 'session',
      json: profileInput,
      answer: { description: 'You, as you are now.', body: userRow, headers: cookies },
    },
  },
}
