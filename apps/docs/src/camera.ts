import { onBeforeUnmount, ref, type Ref } from "vue";
import type { Source } from "./canvas.ts";

/** What a camera's stream is stopped by. */
interface Stoppable {
  getTracks(): readonly { stop(): void }[];
}

/** Where cameras are asked for: `navigator.mediaDevices`, which pages that are not secure do not have. */
export interface Devices<Stream> {
  getUserMedia(wanted: MediaStreamConstraints): Promise<Stream>;
}

/** Opens the camera and hands what it sees to `show`; gives what closes it. Where it cannot be shown, it is closed at once. */
export async function openCamera<Stream extends Stoppable>(devices: Devices<Stream> | undefined, show: (stream: Stream) => Promise<unknown>): Promise<() => void> {
  if (!devices) throw new Error("there is none for a page like this");
  const stream = await devices.getUserMedia({ video: { width: 320, height: 240 } });
  const close = (): void => stream.getTracks().forEach((track) => track.stop());
  try {
    await show(stream);
  } catch (error) {
    close();
    throw error;
  }
  return close;
}

export interface Camera {
  readonly running: Readonly<Ref<boolean>>;
  /** Why it cannot be used; nothing while it can. */
  readonly refused: Ref<string>;
  /** Whether it runs now. */
  start(): Promise<boolean>;
  stop(): void;
  /** What it sees now, once it sees something. */
  seen(): Source | undefined;
}

/** The camera in a video element of a component. Nothing leaves the page, and with the component the camera is closed. */
export function useCamera(video: Readonly<Ref<HTMLVideoElement | null>>): Camera {
  const running = ref(false);
  const refused = ref("");
  let close: (() => void) | undefined;
  let turn = 0;

  function stop(): void {
    turn++;
    close?.();
    close = undefined;
    running.value = false;
  }

  async function start(): Promise<boolean> {
    stop();
    const own = turn;
    try {
      // Without a secure page there is none, whatever its type says.
      const opened = await openCamera(navigator.mediaDevices as MediaDevices | undefined, async (stream) => {
        if (!video.value) throw new Error("there is nothing to show it in");
        video.value.srcObject = stream;
        await video.value.play();
      });
      // Whoever went on while the browser was asking gets no camera.
      if (own === turn) {
        close = opened;
        running.value = true;
        refused.value = "";
      } else opened();
    } catch (error) {
      if (own === turn) refused.value = `The camera cannot be used: ${error instanceof Error ? error.message : String(error)}. Allow it in the browser, or choose a file.`;
    }
    return own === turn && running.value;
  }

  function seen(): Source | undefined {
    const shown = video.value;
    return running.value && shown && shown.videoWidth > 0 ? { image: shown, width: shown.videoWidth, height: shown.videoHeight } : undefined;
  }

  onBeforeUnmount(stop);
  return { running, refused, start, stop, seen };
}
