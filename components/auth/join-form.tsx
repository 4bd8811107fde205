'use client'

import { useTranslations } from 'use-intl'
import { callApiAsAnyone } from '@/components/api'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { FieldError } from '@/components/ui/notices'
import { PasswordField } from '@/components/ui/password-field'
import { useForm } from '@/components/use-form'
import { maxNameLength } from '@/shared/limits'
import { startSession } from './start-session'
import { useNewPasswordRefusal } from './use-new-password-refusal'

interface JoinFormProps {
  token: string
  email: string
  displayName: string
}

/** Accepts an invitation. The token goes into the body of the request, and nowhere else. */
export function JoinForm({ token, email, displayName }: JoinFormProps) {
  const t = useTranslations('links')
  const auth = useTranslations('auth')
  const words = useTranslations('password')
  const refusal = useNewPasswordRefusal()
  const { form, errors, sending, submit } = useForm(['name', 'password'], async (data) => {
    const password = String(data.get('password'))
    if (!password) return { password: words('missing') }
    const account = { email, password, name: String(data.get('name')), token }
    const result = await callApiAsAnyone<{ token: string }>(
      'POST',
      '/api/v1/auth/user/signup',
      account,
    )
    if (result.kind !== 'data') return refusal(result, account)
    location.assign((await startSession({ token: result.data.token })) ? '/sign-in' : '/')
    return null
  })
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
      <Field
        name="name"
        label={t('name')}
        hint={t('nameHint')}
        error={errors.name}
        defaultValue={displayName}
        maxLength={maxNameLength}
        autoComplete="name"
        autoFocus
      />
      <PasswordField
        name="password"
        label={auth('password')}
        hint={words('hint')}
        error={errors.password}
        autoComplete="new-password"
        required
      />
      {errors.form && <FieldError>{errors.form}</FieldError>}
      <Button type="submit" variant="primary" inactive={sending} className="mt-1 min-h-[38px]">
        {sending ? t('joining') : t('join')}
      </Button>
    </Form>
  )
}
