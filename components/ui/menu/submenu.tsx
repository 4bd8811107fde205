'use client'

import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useRef,
  useState,
} from 'react'
import { ChevronRightIcon } from '@/components/icons'
import { Text } from '@/components/ui/text'
import { Menu } from './menu'
import { MenuItem } from './menu-items'

interface SubmenuProps {
  icon: ReactNode
  label: string
  /** The current choice, shown beside the label. */
  value: string
  children: ReactNode
}

/** Opens to the side; on a phone, which has no room there, in place. */
export function Submenu({ icon, label, value, children }: SubmenuProps) {
  const { root, trigger, opened, close, handlers } = useSubmenu()
  return (
    <div ref={root} role="none" className="relative" onBlur={handlers.leave}>
      <MenuItem
        ref={trigger}
        aria-haspopup="menu"
        aria-expanded={opened !== null}
        onClick={handlers.click}
        onKeyDown={handlers.arrow}
        onPointerEnter={handlers.hover}
        className="aria-expanded:bg-hover"
      >
        {icon}
        <Text>{label}</Text>
        <span className="ml-auto text-right text-muted md:whitespace-nowrap">{value}</span>
        <ChevronRightIcon className="text-faint max-md:rotate-90" />
      </MenuItem>
      {opened && (
        <Menu
          label={label}
          focus={opened}
          onBack={close}
          className="z-10 min-w-40 whitespace-nowrap md:absolute md:-top-1.5 md:left-full md:ml-2 max-md:ml-6.5 max-md:border-0 max-md:p-0 max-md:shadow-none"
        >
          {children}
        </Menu>
      )}
    </div>
  )
}

function useSubmenu() {
  const root = useRef<HTMLDivElement>(null)
  const trigger = useRef<HTMLButtonElement>(null)
  const [opened, setOpened] = useState<'first' | 'none' | null>(null)

  function close(key: string): boolean {
    if (key !== 'Escape' && key !== 'ArrowLeft') return false
    setOpened(null)
    trigger.current?.focus()
    return true
  }

  const handlers = {
    /** A click without a pointer is Enter or Space: focus moves into the submenu. */
    click: (event: MouseEvent) => setOpened(event.detail === 0 ? 'first' : 'none'),
    hover: (event: { pointerType: string }) => {
      if (event.pointerType === 'mouse') setOpened((now) => now ?? 'none')
    },
    arrow: (event: KeyboardEvent) => {
      if (event.key === 'ArrowRight') setOpened('first')
    },
    leave: (event: FocusEvent) => {
      if (!root.current?.contains(event.relatedTarget)) setOpened(null)
    },
  }

  return { root, trigger, opened, close, handlers }
}
