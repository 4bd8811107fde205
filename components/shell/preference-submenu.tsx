'use client'

import { Menu } from '@base-ui/react/menu'
import type { ReactNode, RefObject } from 'react'
import { CheckIcon, ChevronRightIcon } from '@/components/icons'
import { menuItemClass, submenuPopupClass } from './menu-class'

interface PreferenceSubmenuProps<Value extends string> {
  icon: ReactNode
  label: string
  value: Value
  options: readonly { value: Value; label: string; lang?: string }[]
  onChoose: (value: Value) => void
  container: RefObject<HTMLElement | null>
}

/** One choice of a few, the chosen one named on the way in. */
export function PreferenceSubmenu<Value extends string>(props: PreferenceSubmenuProps<Value>) {
  const { icon, label, value, options, onChoose, container } = props
  const chosen = options.find((option) => option.value === value)
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger label={label} className={menuItemClass}>
        {icon}
        {label}
        <span className="ml-auto text-muted">{chosen?.label}</span>
        <ChevronRightIcon className="text-faint" />
      </Menu.SubmenuTrigger>
      <Menu.Portal container={container}>
        <Menu.Positioner sideOffset={4} alignOffset={-7} positionMethod="fixed" className="z-20 outline-none">
          <Menu.Popup className={submenuPopupClass}>
            <Menu.RadioGroup value={value} onValueChange={onChoose}>
              {options.map((option) => (
                <Menu.RadioItem
                  key={option.value}
                  value={option.value}
                  lang={option.lang}
                  closeOnClick
                  className={menuItemClass}
                >
                  <span className="grow">{option.label}</span>
                  <Menu.RadioItemIndicator render={<span />}>
                    <CheckIcon className="text-accent" />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  )
}
