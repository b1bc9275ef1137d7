/** The open numbers of a picture: 1080p, until someone says otherwise. */
export const PICTURE_SIDES = {
  frame_width: { assumed: 1920, description: 'Width of the pictures, which only run time knows' },
  frame_height: { assumed: 1080, description: 'Height of the pictures, which only run time knows' },
};

export type PictureSide = keyof typeof PICTURE_SIDES;
