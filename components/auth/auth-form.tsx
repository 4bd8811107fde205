'use client'

import { type FormEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { FieldError } from '@/components/ui/field-error'
import { Form } from '@/components/ui/form'
import { PasswordField } from '@/components/ui/password-field'
import { type FormErrors, useFormErrors } from '@/components/use-form-errors'

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
  const { form, errors, entering, enter } = useAuthForm(onEnter)
  return (
    <Form ref={form} onSubmit={enter} className="grid gap-4">
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
      <Button type="submit" variant="primary" inactive={entering} className="mt-1 min-h-[38px]">
        {entering ? working : action}
      </Button>
    </Form>
  )
}

function useAuthForm(onEnter: AuthFormProps['onEnter']) {
  const { form, errors, show } = useFormErrors(fields)
  const [entering, setEntering] = useState(false)
  const missing = useMissing()

  async function enter(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (entering) return
    const data = new FormData(event.currentTarget)
    const email = String(data.get('email')).trim()
    const password = String(data.get('password'))
    const incomplete = missing(email, password)
    if (incomplete) return show(incomplete)
    show({})
    setEntering(true)
    const found = await onEnter(email, password)
    if (!found) return
    setEntering(false)
    show(found)
  }

  return { form, errors, entering, enter }
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
