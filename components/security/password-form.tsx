'use client'

import { useTranslations } from 'use-intl'
import { callApi, type Failure, faultyField, isProblem } from '@/components/api'
import { Button } from '@/components/ui/button'
import { Form } from '@/components/ui/form'
import { FieldError } from '@/components/ui/notices'
import { PasswordField } from '@/components/ui/password-field'
import { useNotifier } from '@/components/ui/toaster'
import { useFailureText } from '@/components/use-failure-text'
import { useForm } from '@/components/use-form'
import type { FormErrors } from '@/components/use-form-errors'
import { usePasswordFault } from '@/components/use-password-fault'

export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations('security')
  const password = useTranslations('password')
  const { form, errors, sending, submit } = useChangePassword(email)
  return (
    <Form ref={form} onSubmit={submit} className="grid gap-4.5">
      {/* Names the account for password managers. They ignore an input of type `hidden`. */}
      <input
        type="text"
        name="username"
        autoComplete="username"
        value={email}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
        className="sr-only"
      />
      <PasswordField
        name="currentPassword"
        label={t('currentPassword')}
        error={errors.currentPassword}
        autoComplete="current-password"
      />
      <PasswordField
        name="newPassword"
        label={t('newPassword')}
        hint={password('hint')}
        error={errors.newPassword}
        autoComplete="new-password"
      />
      {errors.form && <FieldError>{errors.form}</FieldError>}
      <Button type="submit" inactive={sending} className="justify-self-start max-md:w-full">
        {t('changePassword')}
      </Button>
    </Form>
  )
}

const fields = ['currentPassword', 'newPassword'] as const
type PasswordErrors = FormErrors<(typeof fields)[number]>

function useChangePassword(email: string) {
  const t = useTranslations('security')
  const { toast } = useNotifier()
  const { missing, refused } = usePasswordErrors()
  const passwordFault = usePasswordFault()
  return useForm(fields, async (data, form) => {
    const currentPassword = String(data.get('currentPassword'))
    const newPassword = String(data.get('newPassword'))
    const found = missing(currentPassword, newPassword)
    if (found) return found
    const change = { currentPassword, newPassword }
    const result = await callApi('POST', '/api/v1/auth/user/password/change', change)
    if (result.kind !== 'data') return refused(result, passwordFault(newPassword, email))
    form.reset()
    toast(t('passwordChanged'))
    return {}
  })
}

function usePasswordErrors() {
  const t = useTranslations('security')
  const password = useTranslations('password')
  const failureText = useFailureText()
  return {
    missing(currentPassword: string, newPassword: string): PasswordErrors | null {
      if (currentPassword && newPassword) return null
      return {
        currentPassword: currentPassword ? undefined : t('currentMissing'),
        newPassword: newPassword ? undefined : password('missing'),
      }
    },
    refused(failure: Failure, fault: string): PasswordErrors {
      if (isProblem(failure, 'credentials_wrong')) return { currentPassword: t('currentWrong') }
      if (faultyField(failure, 'newPassword')) return { newPassword: fault }
      return { form: failureText(failure) }
    },
  }
}
