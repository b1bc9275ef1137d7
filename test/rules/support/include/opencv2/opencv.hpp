// Declarations for tests: the few names of OpenCV that the fixtures use. Nothing stands behind them.
#ifndef TEST_OPENCV_HPP
#define TEST_OPENCV_HPP

#include <string>
#include <vector>

namespace cv {
struct Size {
    Size(int width, int height);
};
struct Scalar {
    Scalar(double a, double b, double c);
};
struct Rect {
    Rect(int x, int y, int width, int height);
};
struct Point {
    Point(int x, int y);
};
struct Mat {
    Mat();
    Mat(int rows, int cols, int type);
    Mat(int rows, int cols, int type, void *data);
    void convertTo(Mat &out, int type, double scale = 1) const;
    Mat clone() const;
    bool empty() const;
    size_t total() const;
    size_t elemSize() const;
    unsigned char *data;
    int rows;
    int cols;
};
struct VideoCapture {
    explicit VideoCapture(const std::string &name);
    bool read(Mat &out);
    VideoCapture &operator>>(Mat &out);
};
enum { COLOR_BGR2RGB = 4, COLOR_YUV2BGR_NV12 = 93 };
Mat imread(const std::string &name);
bool imwrite(const std::string &name, const Mat &image);
Mat imdecode(const std::vector<unsigned char> &bytes, int flags);
void resize(const Mat &in, Mat &out, Size size);
void cvtColor(const Mat &in, Mat &out, int code);
void rectangle(Mat &image, Rect rect, Scalar color);
void putText(Mat &image, const std::string &text, Point at, int font, double scale, Scalar color);
}

enum { CV_8UC3 = 16, CV_32F = 5 };

#endif
