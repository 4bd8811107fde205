'use client'

import { type FormEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, type Failure, faultyField, isProblem } from '@/components/api'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field-error'
import { Form } from '@/components/ui/form'
import { PasswordField } from '@/components/ui/password-field'
import { useNotifier } from '@/components/ui/toaster'
import { useFailureText } from '@/components/use-failure-text'
import { type FormErrors, useFormErrors } from '@/components/use-form-errors'
import { usePasswordFault } from '@/components/use-password-fault'

export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations('security')
  const password = useTranslations('password')
  const { form, errors, saving, save } = useChangePassword(email)
  return (
    <Form ref={form} onSubmit={save} className="grid gap-4.5">
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
      <Button type="submit" inactive={saving} className="justify-self-start max-md:w-full">
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
  const { form, errors, show } = useFormErrors(fields)
  const [saving, setSaving] = useState(false)

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (saving) return
    const data = new FormData(event.currentTarget)
    const currentPassword = String(data.get('currentPassword'))
    const newPassword = String(data.get('newPassword'))
    const found = missing(currentPassword, newPassword)
    show(found)
    if (found.currentPassword || found.newPassword) return
    setSaving(true)
    const change = { currentPassword, newPassword }
    const result = await callApi('POST', '/api/v1/auth/user/password/change', change)
    setSaving(false)
    if (result.kind !== 'data') return show(refused(result, passwordFault(newPassword, email)))
    form.current?.reset()
    toast(t('passwordChanged'))
  }

  return { form, errors, saving, save }
}

function usePasswordErrors() {
  const t = useTranslations('security')
  const password = useTranslations('password')
  const failureText = useFailureText()
  return {
    missing: (currentPassword: string, newPassword: string): PasswordErrors => ({
      ...(!currentPassword && { currentPassword: t('currentMissing') }),
      ...(!newPassword && { newPassword: password('missing') }),
    }),
    refused(failure: Failure, fault: string): PasswordErrors {
      if (isProblem(failure, 'credentials_wrong')) return { currentPassword: t('currentWrong') }
      if (faultyField(failure, 'newPassword')) return { newPassword: fault }
      return { form: failureText(failure) }
    },
  }
}
