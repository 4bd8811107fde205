'use client'

import { useId } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { CheckResult } from './check-result'
import { useCheckToken } from './use-check-token'

/** A form that checks whose token an entered text is. */
export function CheckTokenPanel() {
  const t = useTranslations('check')
  const id = useId()
  const { field, checked, error, checking, check } = useCheckToken()
  return (
    <section aria-labelledby={id} className="mt-12">
      <h2 id={id} className="text-lg font-semibold">
        {t('title')}
      </h2>
      <p className="mt-0.5 mb-4 max-w-[72ch] text-muted">{t('about')}</p>
      <Card>
        <Form onSubmit={check} className="p-4">
          <Field
            ref={field}
            name="token"
            label={t('label')}
            error={error}
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            className="font-mono"
            action={
              <Button type="submit" inactive={checking} className="min-w-24">
                {checking ? t('checking') : t('action')}
              </Button>
            }
          />
        </Form>
        <div role="status">{checked && <CheckResult {...checked} />}</div>
      </Card>
    </section>
  )
}
