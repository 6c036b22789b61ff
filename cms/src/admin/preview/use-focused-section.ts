import type { ContentType } from '@lectern/shared-types';
import { useEffect, useState } from 'react';
import { sectionOfField, sectionOfType } from './section-of-field';

/** The part of the page that is edited: the one of the field that has the focus, or had it last. */
export function useFocusedSection(type: ContentType): string | undefined {
  const [section, setSection] = useState(sectionOfType(type));
  useEffect(() => {
    const follow = ({ target }: FocusEvent) => {
      const field = target instanceof Element ? fieldOf(target) : undefined;
      const focused = field && sectionOfField(type, field);
      if (focused !== undefined) setSection(focused);
    };
    document.addEventListener('focusin', follow);
    return () => document.removeEventListener('focusin', follow);
  }, [type]);
  return section;
}

/** Path of the form's field that an element belongs to. */
function fieldOf(element: Element): string | undefined {
  if (element.closest('#main-content') === null) return undefined;
  return element.closest('[name]')?.getAttribute('name') ?? undefined;
}
