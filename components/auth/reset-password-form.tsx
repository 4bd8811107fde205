'use client'

import { useEffect, useId, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApiAsAnyone } from '@/components/api'
import { Button } from '@/components/ui/button'
import { buttonClass } from '@/components/ui/button-class'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { FieldError } from '@/components/ui/notices'
import { PasswordField } from '@/components/ui/password-field'
import { useForm } from '@/components/use-form'
import { useNewPasswordRefusal } from './use-new-password-refusal'

/** Sets a new password by the token of a link. */
export function ResetPasswordForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations('links')
  const auth = useTranslations('auth')
  const words = useTranslations('password')
  const refusal = useNewPasswordRefusal()
  const [isDone, setDone] = useState(false)
  const { form, errors, sending, submit } = useForm(['password'], async (data) => {
    const password = String(data.get('password'))
    if (!password) return { password: words('missing') }
    const path = `/api/v1/auth/password/reset/${encodeURIComponent(token)}`
    const result = await callApiAsAnyone('POST', path, { password })
    if (result.kind !== 'data') return refusal(result, { email, password })
    setDone(true)
    return null
  })
  if (isDone) return <PasswordWasReset />
  return (
    <Form ref={form} onSubmit={submit} className="grid gap-4">
      <Field
        name="email"
        type="email"
        label={auth('email')}
        defaultValue={email}
        autoComplete="username"
        readOnly
      />
      <PasswordField
        name="password"
        label={t('newPassword')}
        hint={words('hint')}
        error={errors.password}
        autoComplete="new-password"
        autoFocus
        required
      />
      {errors.form && <FieldError>{errors.form}</FieldError>}
      <Button type="submit" variant="primary" inactive={sending} className="mt-1 min-h-[38px]">
        {sending ? t('resetting') : t('reset')}
      </Button>
    </Form>
  )
}

function PasswordWasReset() {
  const t = useTranslations('links')
  const auth = useTranslations('auth')
  const wayOn = useRef<HTMLAnchorElement>(null)
  const textId = useId()
  // The form had it, and is gone. A screen reader says the description with the link.
  useEffect(() => wayOn.current?.focus(), [])
  return (
    <div className="grid gap-4">
      <p id={textId}>{t('resetDone')}</p>
      <a
        ref={wayOn}
        href="/sign-in"
        aria-describedby={textId}
        className={buttonClass({ variant: 'primary' })}
      >
        {auth('signIn')}
      </a>
    </div>
  )
}
