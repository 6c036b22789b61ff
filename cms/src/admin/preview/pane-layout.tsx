import { forwardRef, useCallback, useState } from 'react';
import { createGlobalStyle, styled } from 'styled-components';
import type { Device } from './pane-state';

/** Width of the screens that are shown, in CSS pixels. */
const screens: Record<Device, number> = { phone: 390, desktop: 1280 };

/** How much of the window the pane takes. */
const paneWidths: Record<Device, string> = {
  phone: '432px',
  desktop: 'clamp(480px, 42vw, 1310px)',
};

/** Below it the pane covers the form, since both would be too narrow. */
const besideFrom = '1080px';

interface OfDevice {
  device: Device;
}

export const PaneFrame = styled.aside<OfDevice>`
  outline: none;
  position: fixed;
  z-index: 4;
  inset: 0 0 0 auto;
  display: flex;
  flex-direction: column;
  width: 100%;
  background: ${({ theme }) => theme.colors.neutral0};
  border-left: 1px solid ${({ theme }) => theme.colors.neutral200};
  @media (min-width: ${besideFrom}) {
    width: ${({ device }) => paneWidths[device]};
  }
`;

/** Makes room beside the form: the list of types gives way, the rest of the admin moves together. */
export const RoomForPane = createGlobalStyle<OfDevice>`
  @media (min-width: ${besideFrom}) {
    #strapi { width: calc(100% - ${({ device }) => paneWidths[device]}); }
    div:has(> nav):has(+ div > #main-content) { display: none; }
  }
`;

const Screen = styled.div`
  position: relative;
  flex: 1;
  overflow: hidden;
  background: ${({ theme }) => theme.colors.neutral200};
`;

const Frame = styled.iframe`
  position: absolute;
  top: 0;
  left: 50%;
  border: 0;
  background: white;
  transform-origin: top left;
`;

interface FittedFrameProps extends OfDevice {
  src: string;
  title: string;
}

/** A page as a screen of the device shows it, scaled down to what there is room for. */
export const FittedFrame = forwardRef<HTMLIFrameElement, FittedFrameProps>(
  ({ device, src, title }, ref) => {
    const [room, setRoom] = useState({ width: 0, height: 0 });
    const measure = useCallback((element: HTMLDivElement | null) => {
      if (element === null) return;
      const observer = new ResizeObserver(([entry]) => {
        if (entry) setRoom({ width: entry.contentRect.width, height: entry.contentRect.height });
      });
      observer.observe(element);
    }, []);
    const scale = Math.min(1, room.width / screens[device]) || 1;
    return (
      <Screen ref={measure}>
        <Frame
          ref={ref}
          src={src}
          title={title}
          referrerPolicy="no-referrer"
          sandbox="allow-scripts allow-same-origin allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox"
          style={{
            width: screens[device],
            height: room.height / scale,
            transform: `scale(${scale}) translateX(-50%)`,
          }}
        />
      </Screen>
    );
  },
);
