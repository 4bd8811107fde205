'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, startTransition, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, faultyField } from '@/components/api'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { useNotifier } from '@/components/ui/toaster'
import { useFailureText } from '@/components/use-failure-text'
import { maxNameLength } from '@/shared/limits'

interface NameFormProps {
  email: string
  displayName: string
}

export function NameForm({ email, displayName }: NameFormProps) {
  const t = useTranslations('profile')
  const common = useTranslations('common')
  const { field, error, saving, save } = useSaveName()
  return (
    <Form onSubmit={save} className="grid gap-4.5">
      <Field
        label={t('email')}
        hint={t('emailHint')}
        value={email}
        type="email"
        autoComplete="username"
        readOnly
      />
      <Field
        ref={field}
        name="name"
        label={t('name')}
        hint={t('nameHint')}
        error={error}
        defaultValue={displayName}
        autoComplete="name"
      />
      <Button
        type="submit"
        variant="primary"
        inactive={saving}
        className="justify-self-start max-md:w-full"
      >
        {saving ? common('saving') : common('save')}
      </Button>
    </Form>
  )
}

function useSaveName() {
  const t = useTranslations('profile')
  const common = useTranslations('common')
  const router = useRouter()
  const { toast } = useNotifier()
  const failureText = useFailureText()
  const field = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string>()
  const [saving, setSaving] = useState(false)

  async function save(event: FormEvent) {
    event.preventDefault()
    if (saving) return
    setSaving(true)
    setError(undefined)
    const display_name = field.current?.value.trim() ?? ''
    const result = await callApi('PATCH', '/api/v1/user/profile', { display_name })
    setSaving(false)
    if (result.kind === 'data') {
      toast(common('saved'))
      return startTransition(() => router.refresh())
    }
    setError(
      faultyField(result, 'display_name')
        ? t('nameInvalid', { max: maxNameLength })
        : failureText(result),
    )
    field.current?.focus()
  }

  return { field, error, saving, save }
}
