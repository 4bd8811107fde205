'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, faultyField } from '@/components/api'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { useNotifier } from '@/components/ui/toaster'
import { useFailureText } from '@/components/use-failure-text'
import { useForm } from '@/components/use-form'
import { maxNameLength } from '@/shared/limits'

interface NameFormProps {
  email: string
  displayName: string
}

export function NameForm({ email, displayName }: NameFormProps) {
  const t = useTranslations('profile')
  const common = useTranslations('common')
  const { form, errors, sending, submit } = useSaveName()
  return (
    <Form ref={form} onSubmit={submit} className="grid gap-4.5">
      <Field
        label={t('email')}
        hint={t('emailHint')}
        value={email}
        type="email"
        autoComplete="username"
        readOnly
      />
      <Field
        name="name"
        label={t('name')}
        hint={t('nameHint')}
        error={errors.name}
        defaultValue={displayName}
        autoComplete="name"
      />
      <Button
        type="submit"
        variant="primary"
        inactive={sending}
        className="justify-self-start max-md:w-full"
      >
        {sending ? common('saving') : common('save')}
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
  return useForm(['name'], async (data) => {
    const display_name = String(data.get('name')).trim()
    const result = await callApi('PATCH', '/api/v1/user/profile', { display_name })
    if (result.kind !== 'data')
      return {
        name: faultyField(result, 'display_name')
          ? t('nameInvalid', { max: maxNameLength })
          : failureText(result),
      }
    toast(common('saved'))
    startTransition(() => router.refresh())
    return {}
  })
}
