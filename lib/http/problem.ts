/* Error responses: application/problem+json (RFC 9457), with a stable code. */

import { z } from 'zod'
import { type SecondFactorMethod, secondFactorMethods } from '@/shared/second-factor'

interface Kind {
  status: number
  title: string
}

/** Every code, with its default status. */
export const problemKinds = {
  credential_missing: { status: 401, title: 'Credential missing' },
  /**
   * For unknown, deleted and expired tokens alike. The detail may name a mistake in the token's
   * format.
   */
  token_invalid: { status: 401, title: 'Token invalid' },
  credentials_wrong: { status: 401, title: 'Credentials wrong' },
  /** The password was right. The answer has `methods` and `continue_token`. */
  second_factor_required: { status: 401, title: 'Second factor required' },
  code_wrong: { status: 401, title: 'Code wrong' },
  session_required: { status: 403, title: 'Session required' },
  owner_required: { status: 403, title: 'Owner required' },
  not_a_machine: { status: 403, title: 'Not a machine' },
  confirmation_required: { status: 403, title: 'Confirmation required' },
  /** The installation requires a second factor, and the user has none. */
  second_factor_missing: { status: 403, title: 'Second factor missing' },
  /** A demo refuses every change. */
  demo_read_only: { status: 403, title: 'Demo read-only' },
  cross_origin: { status: 403, title: 'Cross-origin request' },
  /** Only the services on the token's list accept it, and no service was named. */
  service_required: { status: 403, title: 'Service required' },
  service_unknown: { status: 403, title: 'Service unknown' },
  service_not_allowed: { status: 403, title: 'Service not allowed' },
  signup_closed: { status: 403, title: 'Sign-up closed' },
  passwords_off: { status: 403, title: 'Passwords off' },
  input_invalid: { status: 400, title: 'Input invalid' },
  /** For used, expired and unknown links alike. */
  link_invalid: { status: 400, title: 'Link invalid' },
  token_exists: { status: 409, title: 'Token exists' },
  /** The token's secret was replaced, and the previous one still works. */
  rotation_in_progress: { status: 409, title: 'Rotation in progress' },
  service_exists: { status: 409, title: 'Service exists' },
  group_exists: { status: 409, title: 'Group exists' },
  last_owner: { status: 409, title: 'Last owner' },
  only_way_in: { status: 409, title: 'Only way in' },
  second_factor_exists: { status: 409, title: 'Second factor exists' },
  email_taken: { status: 409, title: 'Email taken' },
  rate_limited: { status: 429, title: 'Rate limited' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  unavailable: { status: 503, title: 'Unavailable' },
  provider_unavailable: { status: 503, title: 'Provider unavailable' },
  internal: { status: 500, title: 'Internal error' },
} as const satisfies Record<string, Kind>

export type ProblemCode = keyof typeof problemKinds
const codes = Object.keys(problemKinds) as ProblemCode[]

const fieldError = z.object({
  path: z.string().meta({
    description: 'Dotted path of the field; empty for the body itself.',
    examples: ['name'],
  }),
  message: z.string().meta({ examples: ['Give the token a name.'] }),
})

export type FieldError = z.infer<typeof fieldError>

export const problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'For people. It may change.' }),
    code: z.enum(codes).meta({ description: 'For programs. It does not change.' }),
    msg: z.string().meta({ description: "`detail` again, under NocoDB's name for it." }),
    errors: z.array(fieldError).optional(),
    error: z
      .literal('invalid_request')
      .optional()
      .meta({ description: 'With a form that is not valid: its code in RFC 6749, section 5.2.' }),
    methods: z
      .array(z.enum(secondFactorMethods))
      .optional()
      .meta({ description: 'With second_factor_required: how the second factor can be proved.' }),
    continue_token: z
      .string()
      .optional()
      .meta({ description: 'With second_factor_required: send it with a code.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457.' })

export type Problem = z.infer<typeof problem>

export interface ProblemOptions {
  /** Overrides the default status, such as 413 or 415 for input. */
  status?: number
  errors?: FieldError[]
  oauthError?: 'invalid_request'
  headers?: Record<string, string>
  /** How the sign-in that the password has begun goes on. */
  secondStep?: { methods: SecondFactorMethod[]; continue_token: string }
}

/**
 * An error that ends a request; the handler turns it into a response. Its detail is public and
 * never holds a secret.
 */
export class ProblemError extends Error {
  override name = 'ProblemError'

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly options: ProblemOptions = {},
  ) {
    super(`${code}: ${detail}`)
  }

  get problem(): Problem {
    const { title, status: usual } = problemKinds[this.code]
    const { status = usual, errors, oauthError, secondStep } = this.options
    const { code, detail } = this
    return {
      type: 'about:blank',
      title,
      status,
      detail,
      code,
      msg: detail,
      ...(errors && { errors }),
      ...(oauthError && { error: oauthError }),
      ...secondStep,
    }
  }
}

/** An error response, independent of the code that sends it. */
export interface ProblemAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** Converts an error to a response that no cache may store. */
export function toAnswer({ problem, options }: ProblemError): ProblemAnswer {
  const described = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }
  return {
    status: problem.status,
    headers: { ...options.headers, ...described },
    body: JSON.stringify(problem),
  }
}
