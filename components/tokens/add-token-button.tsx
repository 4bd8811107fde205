'use client'

import type { ComponentProps } from 'react'
import { useTranslations } from 'use-intl'
import { addTokenButtonId } from '@/components/focus-targets'
import { PlusIcon } from '@/components/icons'
import { Button } from '@/components/ui/button'
import { Text } from '@/components/ui/text'

export function AddTokenButton(props: Omit<ComponentProps<typeof Button>, 'id'>) {
  const t = useTranslations('tokens')
  return (
    <Button id={addTokenButtonId} variant="primary" className="max-md:w-full" {...props}>
      <PlusIcon />
      <Text>{t('add')}</Text>
    </Button>
  )
}
