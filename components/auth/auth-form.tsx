'use client'

import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { FieldError } from '@/components/ui/notices'
import { PasswordField } from '@/components/ui/password-field'
import { useForm } from '@/components/use-form'
import type { FormErrors } from '@/components/use-form-errors'

const fields = ['email', 'password'] as const
export type AuthErrors = FormErrors<(typeof fields)[number]>

interface AuthFormProps {
  action: string
  working: string
  passwordKind: 'current-password' | 'new-password'
  passwordHint?: string
  /** Whether the browser may suggest passkeys in the email field. */
  offersPasskeys?: boolean
  /** Returns the errors, or null when the browser is about to leave the page. */
  onEnter: (email: string, password: string) => Promise<AuthErrors | null>
}

/** A form for email and password, with each error beside its field. */
export function AuthForm(props: AuthFormProps) {
  const { action, working, passwordKind, passwordHint, offersPasskeys, onEnter } = props
  const t = useTranslations('auth')
  const missing = useMissing()
  const { form, errors, sending, submit } = useForm(fields, async (data) => {
    const email = String(data.get('email')).trim()
    const password = String(data.get('password'))
    return missing(email, password) ?? onEnter(email, password)
  })
  return (
    <Form ref={form} onSubmit={submit} className="grid gap-4">
      <Field
        name="email"
        type="email"
        label={t('email')}
        error={errors.email}
        autoComplete={offersPasskeys ? 'username webauthn' : 'username'}
        autoCapitalize="none"
        autoFocus
        required
      />
      <PasswordField
        name="password"
        label={t('password')}
        hint={passwordHint}
        error={errors.password}
        autoComplete={passwordKind}
        required
      />
      {errors.form && <FieldError>{errors.form}</FieldError>}
      <Button type="submit" variant="primary" inactive={sending} className="mt-1 min-h-[38px]">
        {sending ? working : action}
      </Button>
    </Form>
  )
}

function useMissing() {
  const t = useTranslations('auth')
  const password = useTranslations('password')
  return (email: string, secret: string): AuthErrors | null => {
    if (email && secret) return null
    return {
      email: email ? undefined : t('emailMissing'),
      password: secret ? undefined : password('missing'),
    }
  }
}
